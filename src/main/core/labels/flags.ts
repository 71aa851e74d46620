import type { ImageId } from '../../../shared/domain.ts'
import type { LibraryDatabase } from '../library/database.ts'

/** Flags these images, or takes their flags away; those that are gone are passed over. Committed on return. Those that changed. */
export function flag({ write }: LibraryDatabase, ids: readonly ImageId[], on: boolean): ImageId[] {
  const sql = on
    ? `INSERT OR IGNORE INTO flags (image_id)
       SELECT images.id FROM json_each(?) AS wanted CROSS JOIN images ON images.id = wanted.value
       RETURNING image_id`
    : 'DELETE FROM flags WHERE image_id IN (SELECT value FROM json_each(?)) RETURNING image_id'
  return write.prepare(sql).pluck().all(JSON.stringify(ids)) as ImageId[]
}
