import type { SetId } from '../../../shared/contract/sets.ts'
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
