import { NO_FIX, PhotoFix, sameFix } from '../../../shared/photo-fix.ts'
import type { ImageId } from '../../../shared/domain.ts'
import type { ReadableDatabase, WritableDatabase } from '../library/database.ts'

/** A fix as it is stored; null: none is. */
export const asFix = (stored: string | null): PhotoFix =>
  stored === null ? NO_FIX : PhotoFix.parse(JSON.parse(stored))

/** Stores a photo's fix in place of the one before; one that changes nothing is none. */
export function storeFix(write: WritableDatabase, id: ImageId, fix: PhotoFix): void {
  write.prepare('DELETE FROM photo_fixes WHERE image_id = ?').run(id)
  if (sameFix(fix, NO_FIX)) return
  write.prepare('INSERT INTO photo_fixes (image_id, fix) VALUES (?, ?)').run(id, JSON.stringify(fix))
}

/** Of these images those with a fix, and the fix as it is stored: to see whether another has taken its place. */
export const storedFixes = (
  db: ReadableDatabase | WritableDatabase,
  ids: ImageId[],
): ReadonlyMap<ImageId, string> =>
  new Map(
    db
      .prepare('SELECT image_id, fix FROM photo_fixes WHERE image_id IN (SELECT value FROM json_each(?))')
      .raw()
      .all(JSON.stringify(ids)) as [ImageId, string][],
  )
