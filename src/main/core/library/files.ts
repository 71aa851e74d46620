import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { HaberdashError } from '../../../shared/errors.ts'

/** A file's content, on its way: beside the place where it is to be. */
export type FileBeside = {
  /** Moves it to its place; it survives a power cut, name and all, once this is done. */
  keep(): Promise<void>
  /** Takes it away. */
  drop(): Promise<void>
}

/**
 * Writes a file so that it is there whole or not at all: beside, then renamed into place. `kept` also survives a power
 * cut, name and all; `remakeable` may be gone after one.
 * @throws HaberdashError `disk-full`
 */
export async function writeFileWhole(
  path: string,
  content: Uint8Array | string,
  care: 'kept' | 'remakeable' = 'kept',
): Promise<void> {
  await (await writeBeside(path, content, care)).keep()
}

/**
 * The first half of `writeFileWhole`: the content is on the disk, and nothing has the file's name yet.
 * @param folder where it lies until then, on the same disk
 * @throws HaberdashError `disk-full`
 */
export async function writeBeside(
  path: string,
  content: Uint8Array | string,
  care: 'kept' | 'remakeable' = 'kept',
  folder = dirname(path),
): Promise<FileBeside> {
  const beside = join(folder, `${basename(path)}.${randomUUID()}.part`)
  const drop = () => rm(beside, { force: true })
  const orDrop = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      await drop()
      throw asDiskFull(error)
    }
  }
  const made = await orDrop(async () => {
    const made = await mkdir(folder, { recursive: true })
    const file = await open(beside, 'wx')
    try {
      await file.writeFile(content)
      if (care === 'kept') await file.sync()
    } finally {
      await file.close()
    }
    return made
  })
  const keep = async () => {
    const madeNow = (await mkdir(dirname(path), { recursive: true })) ?? made
    await rename(beside, path)
    if (care === 'remakeable') return
    await syncFolder(dirname(path))
    if (madeNow !== undefined) await syncFolder(dirname(madeNow))
  }
  return { keep: () => orDrop(keep), drop }
}

/** Makes a rename in this folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders; its file systems journal renames themselves.
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

/** A full disk as an error for a person; any other error as it was. */
export function asDiskFull(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'SQLITE_FULL') return error
  return new HaberdashError(
    'disk-full',
    'The disk is full, so this could not be saved. Nothing saved before is lost.',
    {
      todo: 'Free some space and try again.',
      cause: error,
    },
  )
}
