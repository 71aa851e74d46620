import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { HaberdashError } from '../../shared/errors.ts'
import { asDiskFull, writeFileWhole } from '../core/library/files.ts'

/**
 * Makes a folder that is there whole or not at all: `fill` fills one beside it, which is then renamed into place.
 * @param target a path where nothing is yet, or an empty folder
 * @throws HaberdashError `target-exists`, `target-unwritable`, `disk-full`, or what `fill` throws
 */
export async function writeFolderWhole(
  target: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const path = resolve(target)
  try {
    await refuseFull(path)
    await mkdir(dirname(path), { recursive: true })
    await fillAndRename(path, fill)
  } catch (error) {
    throw asTargetError(error, target)
  }
}

async function fillAndRename(path: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const beside = `${path}.${randomUUID()}.part`
  await mkdir(beside)
  try {
    await fill(beside)
    // Windows renames over no folder, not even an empty one.
    await rmdir(path).catch(unlessMissing)
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    throw error
  }
}

/**
 * Writes a file that is there whole or not at all; one that is there already is replaced.
 * @throws HaberdashError `target-unwritable`, `disk-full`
 */
export async function writeTargetFile(target: string, content: string): Promise<void> {
  try {
    await writeFileWhole(resolve(target), content)
  } catch (error) {
    throw asTargetError(error, target)
  }
}

async function refuseFull(path: string): Promise<void> {
  const inside = await readdir(path).catch(unlessMissing)
  if (inside && inside.length > 0) {
    throw new HaberdashError('target-exists', `There is something in ${path} already.`, {
      todo: 'Name a folder that is empty or not there yet.',
    })
  }
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

/** What the file system said as a sentence; any other error as it was. */
function asTargetError(error: unknown, target: string): unknown {
  const told = asDiskFull(error)
  if (told !== error || (error as NodeJS.ErrnoException).syscall === undefined) return told
  return new HaberdashError('target-unwritable', `${target} can't be written: ${(error as Error).message}.`, {
    todo: 'Check the path and its permissions, or name another.',
    cause: error,
  })
}
