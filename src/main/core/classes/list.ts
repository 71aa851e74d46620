import type { ClassInfo } from '../../../shared/contract/library.ts'
import type { ClassId } from '../../../shared/domain.ts'
import type { ReadableDatabase, WritableDatabase } from '../library/database.ts'

type Db = ReadableDatabase | WritableDatabase

/**
 * The classes that live, in their order.
 * @param counts images by their label, where they are known already
 */
export function listClasses(db: Db, counts: ReadonlyMap<ClassId, number> = countByClass(db)): ClassInfo[] {
  const rows = db
    .prepare(
      `SELECT id, name, key, color,
         EXISTS (SELECT 1 FROM images AS own WHERE own.given_class = classes.id) AS given
       FROM classes ORDER BY position, id`,
    )
    .all() as (Omit<ClassInfo, 'given' | 'images'> & { given: 0 | 1 })[]
  return rows.map((row) => ({ ...row, images: counts.get(row.id) ?? 0, given: row.given === 1 }))
}

function countByClass(db: Db): Map<ClassId, number> {
  const sql = `SELECT label_class, count(*) FROM images WHERE present = 1 AND label_class IS NOT NULL GROUP BY label_class`
  return new Map(db.prepare(sql).raw().all() as [ClassId, number][])
}

/** The names of those that were merged or taken away. */
export const removedClasses = (db: ReadableDatabase): { id: ClassId; name: string }[] =>
  db.prepare('SELECT id, name FROM all_classes WHERE removed = 1 AND not_garment = 0 ORDER BY id').all() as {
    id: ClassId
    name: string
  }[]
