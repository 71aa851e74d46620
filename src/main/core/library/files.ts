import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { HaberdashError } from '../../../shared/errors.ts'

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
  const made = await mkdir(dirname(path), { recursive: true })
  const beside = `${path}.${randomUUID()}.part`
  try {
    const file = await open(beside, 'wx')
    try {
      await file.writeFile(content)
      if (care === 'kept') await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
    if (care === 'kept') await syncFolder(dirname(path))
    if (care === 'kept' && made !== undefined) await syncFolder(dirname(made))
  } catch (error) {
    await rm(beside, { force: true })
    throw asDiskFull(error)
  }
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
