import { openAsBlob } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { HaberdashError } from '../../shared/errors.ts'
import { shownName } from '../../shared/file-name.ts'

/** A file that is nobody's photo: hidden, or a note an operating system leaves in folders. */
const isNoise = (name: string) => name.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/i.test(name)

/**
 * The files behind paths: a file is itself, a folder is all files below it, in a stable order; links are followed. What
 * turns out to be no file that can be read is among them, for `openPhoto` to say so.
 * @throws HaberdashError `wrong-usage` for a path that isn't there
 */
export async function filesBelow(paths: string[]): Promise<string[]> {
  const files: string[] = []
  for (const path of paths) {
    const found = await stat(path).catch(() => null)
    if (!found) throw new HaberdashError('wrong-usage', `There is no file or folder ${path}.`)
    if (!found.isDirectory()) files.push(path)
    else files.push(...(await filesInside(path, new Set())).sort())
  }
  return files
}

/** @param entered folders by their real path: a link back to one of them would never end */
async function filesInside(folder: string, entered: Set<string>): Promise<string[]> {
  const real = await realpath(folder)
  if (entered.has(real)) return []
  entered.add(real)
  const names = await readdir(folder).catch(() => null)
  if (!names) return [folder]
  const files: string[] = []
  for (const path of names.filter((name) => !isNoise(name)).map((name) => join(folder, name))) {
    const found = await stat(path).catch(() => null)
    if (found?.isDirectory()) files.push(...(await filesInside(path, entered)))
    else files.push(path)
  }
  return files
}

/** A file as the contract takes it, and the name of the folder it lies in. @throws `photo-unreadable` */
export async function openPhoto(path: string): Promise<{ file: File; folder: string }> {
  try {
    // To open a pipe would be to wait for somebody to write to it.
    if (!(await stat(path)).isFile()) throw new Error('No regular file.')
    const file = new File([await openAsBlob(path)], basename(path))
    return { file, folder: basename(dirname(path)) }
  } catch (cause) {
    throw new HaberdashError('photo-unreadable', `This file can't be opened: ${shownName(basename(path))}.`, {
      todo: 'Check that it is an ordinary file, still there, and may be read.',
      cause,
    })
  }
}
