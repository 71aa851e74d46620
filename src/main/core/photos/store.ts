import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AddedPhoto } from '../../../shared/contract/photos.ts'
import type { ClassId, ImageId, Split } from '../../../shared/domain.ts'
import { labelImported } from '../labels/labels.ts'
import type { ReadableDatabase, WritableDatabase } from '../library/database.ts'
import { writeBeside, writeFileWhole, type FileBeside } from '../library/files.ts'
import type { Library } from '../library/library.ts'
import { classOfFolder } from './folder-class.ts'
import { keepLook, lookAtOlder, splitOfNear } from './near-duplicates.ts'
import { preparePhoto, type PreparedPhoto } from './prepare.ts'

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The file of a stored photo, below the library's photos folder; the name is its content's hash. */
export const photoPath = (library: Library, hash: string) =>
  join(library.paths.photos, hash.slice(0, 2), hash)

export const thumbnailPath = (library: Library, hash: string) =>
  join(library.paths.thumbnails, hash.slice(0, 2), `${hash}.webp`)

/** A fifth of the photos, chosen by their content alone: the split of one that is like none before it. */
export const splitOfPhoto = (hash: string): Split =>
  Number.parseInt(hash.slice(0, 8), 16) % 5 === 0 ? 'holdout' : 'train'

type How = {
  /** Makes what is kept of it; in this thread if nothing else is said. */
  prepare?: () => Promise<PreparedPhoto>
  /** Begins to keep its row when it is its turn: what comes first decides the split of what is like it. */
  inTurn?: <T>(work: () => Promise<T>) => Promise<T>
}

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
  { prepare = () => preparePhoto(bytes, name, library.input), inTurn = (work) => work() }: How = {},
): Promise<AddedPhoto> {
  const hash = sha256(bytes)
  const path = photoPath(library, hash)
  // Asked before anything is begun: a library that was closed meanwhile gets no file.
  const known = findPhoto(library.db.read, hash)
  // Of a photo that is known its file may have been lost since; here is its content again.
  const writing = existsSync(path) ? null : writeBeside(path, bytes, 'kept', library.paths.photos)
  if (known) {
    await (await writing)?.keep()
    return keep(library, hash, folder)
  }
  const made = await madeWhile(writing, async () => {
    const photo = await prepare()
    await lookAtOlder(library)
    return photo
  })
  await Promise.all([
    made.file?.keep(),
    writeFileWhole(thumbnailPath(library, hash), made.photo.thumbnail, 'remakeable'),
  ])
  return inTurn(() => keep(library, hash, folder, { name, bytes: bytes.length, photo: made.photo }))
}

/** What is kept of a photo, made while its file is written; where that fails, no file is left. */
async function madeWhile(
  writing: Promise<FileBeside> | null,
  prepare: () => Promise<PreparedPhoto>,
): Promise<{ photo: PreparedPhoto; file: FileBeside | null }> {
  const [photo, file] = await Promise.allSettled([prepare(), writing])
  if (file.status === 'rejected') throw file.reason
  if (photo.status === 'fulfilled') return { photo: photo.value, file: file.value }
  await file.value?.drop()
  throw photo.reason
}

type NewPhoto = { name: string; bytes: number; photo: PreparedPhoto }

/** Commits the photo's row where it is new, and its folder's label where it has none. */
function keep(
  library: Library,
  hash: string,
  folder: string | undefined,
  made?: NewPhoto,
): Promise<AddedPhoto> {
  const { write, commit } = library.db
  return commit((): AddedPhoto => {
    // Asked again: the same content may have been added while this one was decoded.
    const known = findPhoto(write, hash)
    const photo = known ?? insertPhoto(library, hash, made!)
    const label = photo.label === null && folder !== undefined ? classNamed(write, folder) : null
    if (label !== null) labelImported(write, photo.id, label)
    return { ...photo, duplicate: known !== null, label: label ?? photo.label, labelledNow: label !== null }
  })
}

type Known = Pick<AddedPhoto, 'id' | 'split' | 'label'>

function insertPhoto(library: Library, hash: string, { name, bytes, photo }: NewPhoto): Known {
  const { write } = library.db
  const split = splitOfNear(write, photo.look) ?? splitOfPhoto(hash)
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
    .run(id, JSON.stringify(library.input), photo.input)
  keepLook(write, id, photo.look)
  return { id, split, label: null }
}

function findPhoto(db: ReadableDatabase | WritableDatabase, hash: string): Known | null {
  const row = db
    .prepare(
      `SELECT images.id, split, label_class AS label FROM photos JOIN images ON images.id = photos.image_id
       WHERE sha256 = ?`,
    )
    .get(hash) as Known | undefined
  return row ?? null
}

function classNamed(db: WritableDatabase, folder: string): ClassId | null {
  const classes = db.prepare('SELECT id, name FROM classes').all() as { id: ClassId; name: string }[]
  return classOfFolder(classes, folder)?.id ?? null
}
