import filenamify from 'filenamify'
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import type { ClassId, ImageId, Source } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Library } from '../library/library.ts'
import { modelInputs } from '../photos/inputs.ts'
import { photoPath } from '../photos/store.ts'

/** Characters of a photo's name that are kept, from its end: no file system takes more than 255 bytes. */
const NAME_LENGTH = 60

type Row = {
  id: ImageId
  class: ClassId
  split: string
  dataset_index: number | null
  sha256: string | null
  name: string | null
}

/** A labelled image as a file of its own. */
export type ImageFile = {
  /** Folder, named like the class, and name: safe on any file system, and of this image alone. */
  folder: string
  name: string
  /** A photo as it came; a dataset image as a PNG. @throws HaberdashError `photo-unreadable` */
  read(): Promise<Uint8Array>
}

/** Every image of these sources that is of a class, by id. */
export function imageFiles(library: Library, sources: readonly Source[]): ImageFile[] {
  const folders = classFolders(library)
  const rows = library.db.read
    .prepare(
      `SELECT images.id, label_class AS class, split, dataset_index, sha256, name
       FROM images LEFT JOIN photos ON photos.image_id = images.id
       WHERE present = 1 AND label_class IN (SELECT id FROM classes) AND source IN (SELECT value FROM json_each(?))
       ORDER BY images.id`,
    )
    .all(JSON.stringify(sources)) as Row[]
  return rows.map((row) => ({
    folder: folders.get(row.class)!,
    name:
      row.name === null
        ? `${row.split}-${row.dataset_index}.png`
        : `${row.id}-${filenamify(row.name.slice(-NAME_LENGTH), { replacement: '-' })}`,
    read: () => (row.sha256 === null ? datasetImage(library, row.id) : photo(library, row.sha256, row.name!)),
  }))
}

/** A folder for each class; `import` knows the class by it again. */
function classFolders(library: Library): Map<ClassId, string> {
  const classes = library.db.read.prepare('SELECT id, name FROM classes ORDER BY position').all() as {
    id: ClassId
    name: string
  }[]
  const taken = new Set<string>()
  return new Map(
    classes.map(({ id, name }) => {
      const wanted = filenamify(name, { replacement: '-', maxLength: NAME_LENGTH })
      // Some file systems take "Shirt" and "shirt" for one.
      const folder = taken.has(wanted.toLowerCase()) ? `${wanted} (${id})` : wanted
      taken.add(folder.toLowerCase())
      return [id, folder]
    }),
  )
}

async function datasetImage(library: Library, id: ImageId): Promise<Uint8Array> {
  const { width, height, channels } = library.input
  return sharp(await modelInputs(library, [id]), { raw: { width, height, channels } })
    .png()
    .toBuffer()
}

async function photo(library: Library, hash: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(photoPath(library, hash))
  } catch (cause) {
    throw new HaberdashError('photo-unreadable', `The file of this photo can't be read: ${name}.`, {
      todo: 'Add the photo again: its content goes back to its place.',
      cause,
    })
  }
}
