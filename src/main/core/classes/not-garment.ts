import type { ClassId } from '../../../shared/domain.ts'
import type { ReadableDatabase, WritableDatabase } from '../library/database.ts'

export const NOT_GARMENT = 'Not a garment'

/** What an image is labelled with that shows no garment. */
export function notGarment(db: ReadableDatabase | WritableDatabase): { id: ClassId; name: string } {
  return db.prepare('SELECT id, name FROM all_classes WHERE not_garment = 1').get() as {
    id: ClassId
    name: string
  }
}

/** Makes it where a library has none yet. After the classes of its template, whose ids come first. */
export function ensureNotGarment(db: WritableDatabase): void {
  db.prepare(
    `INSERT INTO all_classes (position, name, color, removed, not_garment) SELECT 0, ?, 0, 1, 1
     WHERE NOT EXISTS (SELECT 1 FROM all_classes WHERE not_garment = 1)`,
  ).run(NOT_GARMENT)
}
