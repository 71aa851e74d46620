import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AddedPhoto } from '../../../shared/contract/photos.ts'
import type { ClassId, ImageId, Split } from '../../../shared/domain.ts'
import { labelImported } from '../labels/labels.ts'
import type { ReadableDatabase } from '../library/database.ts'
import { writeFileWhole } from '../library/files.ts'
import type { Library } from '../library/library.ts'
import { decodePhoto, type DecodedPhoto } from './decode.ts'
import { classOfFolder } from './folder-class.ts'
import { lookOf, type Look } from './look.ts'
import { keepLook, lookAtOlder, splitOfNear } from './near-duplicates.ts'
import { toModelInput } from './preprocess.ts'
import { makeThumbnail } from './thumbnail.ts'

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The file of a stored photo, below the library's photos folder; the name is its content's hash. */
export const photoPath = (library: Library, hash: string) =>
  join(library.paths.photos, hash.slice(0, 2), hash)

export const thumbnailPath = (library: Library, hash: string) =>
  join(library.paths.thumbnails, hash.slice(0, 2), `${hash}.webp`)

/** A fifth of the photos, chosen by their content alone: the split of one that is like none before it. */
export const splitOfPhoto = (hash: string): Split =>
  Number.parseInt(hash.slice(0, 8), 16) % 5 === 0 ? 'holdout' : 'train'

/**
 * Stores a photo: file by SHA-256, thumbnail, the model's input, then its row, which makes it part of the library.
 * The same content twice is one photo.
 * @param folder name of the folder it lay in; a class's name (its letters and digits) becomes the label of a photo without one
 * @throws HaberdashError a photo-… code that names the file, or `disk-full`
 */
export async function addPhoto(
  library: Library,
  bytes: Uint8Array,
  name: string,
  folder?: string,
): Promise<AddedPhoto> {
  const hash = sha256(bytes)
  const path = photoPath(library, hash)
  if (findPhoto(library.db.read, hash)) {
    // Its file may have been lost since; here is its content again.
    if (!existsSync(path)) await writeFileWhole(path, bytes)
    return keep(library, hash, folder)
  }
  const photo = await decodePhoto(bytes, name)
  const [input, look] = [await toModelInput(photo, library.input), await lookOf(photo)]
  await lookAtOlder(library)
  if (!existsSync(path)) await writeFileWhole(path, bytes)
  await writeFileWhole(thumbnailPath(library, hash), await makeThumbnail(photo), 'remakeable')
  return keep(library, hash, folder, { name, bytes: bytes.length, photo, input, look })
}

type NewPhoto = { name: string; bytes: number; photo: DecodedPhoto; input: Uint8Array; look: Look }

/** In one transaction: the photo's row where it is new, and its folder's label where it has none. */
function keep(library: Library, hash: string, folder: string | undefined, made?: NewPhoto): AddedPhoto {
  const { write, read } = library.db
  const run = write.transaction((): AddedPhoto => {
    // Asked again: another window may have added the same content while this one decoded it.
    const known = findPhoto(read, hash)
    const photo = known ?? insertPhoto(library, hash, made!)
    const label = photo.label === null && folder !== undefined ? classNamed(read, folder) : null
    if (label !== null) labelImported(write, photo.id, label)
    return { ...photo, duplicate: known !== null, label: label ?? photo.label, labelledNow: label !== null }
  })
  return run.immediate()
}

type Known = Pick<AddedPhoto, 'id' | 'split' | 'label'>

function insertPhoto(library: Library, hash: string, { name, bytes, photo, input, look }: NewPhoto): Known {
  const { write } = library.db
  const split = splitOfNear(library.db.read, look) ?? splitOfPhoto(hash)
  const { lastInsertRowid } = write
    .prepare("INSERT INTO images (source, split) VALUES ('photo', ?)")
    .run(split)
  const id = Number(lastInsertRowid) as ImageId
  const { width, height, format } = photo.original
  write
    .prepare(
      'INSERT INTO photos (image_id, sha256, name, format, bytes, width, height, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(id, hash, name, format, bytes, width, height, new Date().toISOString())
  write
    .prepare('INSERT INTO model_inputs (image_id, spec, pixels) VALUES (?, ?, ?)')
    .run(id, JSON.stringify(library.input), input)
  keepLook(write, id, look)
  return { id, split, label: null }
}

function findPhoto(db: ReadableDatabase, hash: string): Known | null {
  const row = db
    .prepare(
      `SELECT images.id, split, label_class AS label FROM photos JOIN images ON images.id = photos.image_id
       WHERE sha256 = ?`,
    )
    .get(hash) as Known | undefined
  return row ?? null
}

function classNamed(db: ReadableDatabase, folder: string): ClassId | null {
  const classes = db.prepare('SELECT id, name FROM classes').all() as { id: ClassId; name: string }[]
  return classOfFolder(classes, folder)?.id ?? null
}
