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
import { toModelInput } from './preprocess.ts'
import { makeThumbnail } from './thumbnail.ts'

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The file of a stored photo, below the library's photos folder; the name is its content's hash. */
export const photoPath = (library: Library, hash: string) =>
  join(library.paths.photos, hash.slice(0, 2), hash)

export const thumbnailPath = (library: Library, hash: string) =>
  join(library.paths.thumbnails, hash.slice(0, 2), `${hash}.webp`)

/** A fifth of the photos, chosen by their content alone, so that the choice is stable for ever. */
export const splitOfPhoto = (hash: string): Split =>
  Number.parseInt(hash.slice(0, 8), 16) % 5 === 0 ? 'holdout' : 'train'

/**
 * Stores a photo: file by SHA-256, thumbnail, the model's input, then its row, which makes it part of the library.
 * The same content twice is one photo.
 * @param folder name of the folder it lay in; a class's name (case-insensitive) becomes its label
 * @throws HaberdashError a photo-… code that names the file, or `disk-full`
 */
export async function addPhoto(
  library: Library,
  bytes: Uint8Array,
  name: string,
  folder?: string,
): Promise<AddedPhoto> {
  const hash = sha256(bytes)
  const known = findPhoto(library.db.read, hash)
  if (known) return known
  const photo = await decodePhoto(bytes, name)
  const input = await toModelInput(photo, library.input)
  const path = photoPath(library, hash)
  if (!existsSync(path)) await writeFileWhole(path, bytes)
  await writeFileWhole(thumbnailPath(library, hash), await makeThumbnail(photo))
  return insertPhoto(library, { hash, name, bytes: bytes.length, photo, input, folder })
}

type NewPhoto = {
  hash: string
  name: string
  bytes: number
  photo: DecodedPhoto
  input: Uint8Array
  folder: string | undefined
}

function insertPhoto(library: Library, { hash, name, bytes, photo, input, folder }: NewPhoto): AddedPhoto {
  const { write } = library.db
  const insert = write.transaction((): AddedPhoto => {
    // Another window may have added the same content while this one decoded it.
    const known = findPhoto(library.db.read, hash)
    if (known) return known
    const split = splitOfPhoto(hash)
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
    const label = folder === undefined ? null : classNamed(library.db.read, folder)
    if (label !== null) labelImported(write, id, label)
    return { id, duplicate: false, split, label }
  })
  return insert.immediate()
}

function findPhoto(db: ReadableDatabase, hash: string): AddedPhoto | null {
  const row = db
    .prepare(
      `SELECT images.id, split, label_class AS label FROM photos JOIN images ON images.id = photos.image_id
       WHERE sha256 = ?`,
    )
    .get(hash) as Omit<AddedPhoto, 'duplicate'> | undefined
  return row ? { ...row, duplicate: true } : null
}

function classNamed(db: ReadableDatabase, name: string): ClassId | null {
  return (
    (db.prepare('SELECT id FROM classes WHERE lower(name) = lower(?)').pluck().get(name) as
      ClassId | undefined) ?? null
  )
}
