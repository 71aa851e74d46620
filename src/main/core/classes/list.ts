import type { ClassInfo } from '../../../shared/contract/library.ts'
import type { ClassId } from '../../../shared/domain.ts'
import type { ReadableDatabase, WritableDatabase } from '../library/database.ts'

/** The classes that live, in their order. */
export function listClasses(db: ReadableDatabase | WritableDatabase): ClassInfo[] {
  const rows = db
    .prepare(
      `SELECT classes.id, name, key, color, count(images.id) AS images,
         EXISTS (SELECT 1 FROM images AS own WHERE own.given_class = classes.id) AS given
       FROM classes LEFT JOIN images ON images.label_class = classes.id AND images.present = 1
       GROUP BY classes.id ORDER BY position, classes.id`,
    )
    .all() as (Omit<ClassInfo, 'given'> & { given: 0 | 1 })[]
  return rows.map((row) => ({ ...row, given: row.given === 1 }))
}

/** The names of those that were merged or taken away. */
export const removedClasses = (db: ReadableDatabase): { id: ClassId; name: string }[] =>
  db.prepare('SELECT id, name FROM all_classes WHERE removed = 1 ORDER BY id').all() as {
    id: ClassId
    name: string
  }[]
