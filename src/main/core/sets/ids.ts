import { MAX_IDS, type SetId } from '../../../shared/contract/sets.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { ReadableDatabase } from '../library/database.ts'

/** The images of a kept list, in its order; none where it is gone. */
export function idsOfSet(db: ReadableDatabase, id: SetId | undefined): Uint32Array<ArrayBuffer> {
  const bytes = db
    .prepare('SELECT ids FROM image_sets WHERE id = ?')
    .pluck()
    .get(id ?? null)
  return bytes === undefined
    ? new Uint32Array(0)
    : new Uint32Array(new Uint8Array(bytes as Uint8Array).buffer)
}

/** A list of images as a window sends it. @throws HaberdashError `wrong-usage` where it is none, or too long */
export function idsIn(bytes: ArrayBuffer): Uint32Array<ArrayBuffer> {
  if (bytes.byteLength % 4 !== 0 || bytes.byteLength > 4 * MAX_IDS) {
    throw new HaberdashError('wrong-usage', 'This is no list of images, or it is too long.')
  }
  return new Uint32Array(bytes)
}
