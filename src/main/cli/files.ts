import { openAsBlob } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { HaberdashError } from '../../shared/errors.ts'

/** A file that is nobody's photo: hidden, or a note an operating system leaves in folders. */
const isNoise = (name: string) => name.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/i.test(name)

/**
 * The files behind paths: a file is itself, a folder is all files below it, in a stable order.
 * @throws HaberdashError `wrong-usage` for a path that isn't there
 */
export async function filesBelow(paths: string[]): Promise<string[]> {
  const files: string[] = []
  for (const path of paths) {
    const found = await stat(path).catch(() => null)
    if (!found) throw new HaberdashError('wrong-usage', `There is no file or folder ${path}.`)
    if (!found.isDirectory()) files.push(path)
    else {
      const entries = await readdir(path, { recursive: true, withFileTypes: true })
      const inside = entries.filter((entry) => entry.isFile() && !isNoise(entry.name))
      files.push(...inside.map((entry) => join(entry.parentPath, entry.name)).sort())
    }
  }
  return files
}

/** A file as the contract takes it, and the name of the folder it lies in. @throws `photo-unreadable` */
export async function openPhoto(path: string): Promise<{ file: File; folder: string }> {
  try {
    const file = new File([await openAsBlob(path)], basename(path))
    return { file, folder: basename(dirname(path)) }
  } catch (cause) {
    throw new HaberdashError('photo-unreadable', `This file can't be opened: ${path}.`, {
      todo: 'Check that it is still there and may be read.',
      cause,
    })
  }
}
