import type { ImageId, Split } from '../../../shared/domain.ts'
import type { ReadableDatabase, WritableDatabase } from '../library/database.ts'
import type { Library } from '../library/library.ts'
import { lookOf, nearByColour, nearByHash, type Look } from './look.ts'
import { readStored } from './stored.ts'

const BYTES = ['b0', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7']

/** Photos that share a byte of the hash, by an index each: all near ones are among them. */
const ALIKE = `
  SELECT image_id, ${BYTES.join(', ')} FROM photo_looks WHERE ${BYTES.map((byte) => `${byte} = ?`).join(' OR ')}`

/**
 * The split that a new photo of this look has from photos that are here: that of a near-duplicate, so that no pair lies
 * on both sides. Where it is near photos of both, it is held out: what is like a photo held out is never learnt from.
 * Null where there is none. A split that was given never changes, whatever comes later.
 */
export function splitOfNear(db: ReadableDatabase | WritableDatabase, look: Look): Split | null {
  const alike = db
    .prepare(ALIKE)
    .raw()
    .all(...look.hash) as [ImageId, ...number[]][]
  const ids = alike.filter(([, ...hash]) => nearByHash(look.hash, Uint8Array.from(hash))).map(([id]) => id)
  const near = db
    .prepare(
      `SELECT split, colours FROM json_each(?) AS wanted CROSS JOIN photo_looks ON image_id = wanted.value
       JOIN images ON images.id = image_id`,
    )
    .all(JSON.stringify(ids)) as { split: Split; colours: Uint8Array }[]
  const splits = near.filter(({ colours }) => nearByColour(look.colours, colours)).map(({ split }) => split)
  return splits.includes('holdout') ? 'holdout' : (splits[0] ?? null)
}

/** Keeps how a photo looks, for those that come after it. */
export function keepLook(db: WritableDatabase, id: ImageId, { hash, colours }: Look): void {
  db.prepare(
    `INSERT OR REPLACE INTO photo_looks (image_id, ${BYTES.join(', ')}, colours) VALUES (?, ${BYTES.map(() => '?').join(', ')}, ?)`,
  ).run(id, ...hash, colours)
}

const caughtUp = new WeakMap<Library, Promise<void>>()

/** Looks at the photos that were added before looks were kept; once for an open library, and shared by all who wait. */
export function lookAtOlder(library: Library): Promise<void> {
  const known = caughtUp.get(library)
  if (known) return known
  const made = lookAtAll(library)
  caughtUp.set(library, made)
  // What went wrong may be mended by the next time: a full disk, for one.
  made.catch(() => caughtUp.delete(library))
  return made
}

async function lookAtAll(library: Library): Promise<void> {
  const older = library.db.read
    .prepare(
      'SELECT image_id AS id, sha256, name FROM photos WHERE image_id NOT IN (SELECT image_id FROM photo_looks)',
    )
    .all() as { id: ImageId; sha256: string; name: string }[]
  for (const photo of older) {
    // One whose file is gone or can't be read is like no other.
    const decoded = await readStored(library, photo).catch(() => null)
    if (decoded) keepLook(library.db.write, photo.id, await lookOf(decoded))
  }
}
