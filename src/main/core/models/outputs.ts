import type { ClassId, ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase, WritableDatabase } from '../library/database.ts'
import type { Library } from '../library/library.ts'
import type { Manifest } from './manifest.ts'

type Db = ReadableDatabase | WritableDatabase

/**
 * The class that each output of a version means now: the one it was made for, whatever its name is by now, or what that
 * was merged into; null where the class was taken away and its images lost their label. Empty for no version of the library.
 */
export const outputClasses = ({ db }: Pick<Library, 'db'>, id: ModelId): (ClassId | null)[] =>
  meaningsOf(db.read, id)

/** @see outputClasses */
export const meaningsOf = (db: Db, id: ModelId): (ClassId | null)[] =>
  db
    .prepare(
      `SELECT now FROM model_outputs LEFT JOIN class_meanings ON class_meanings.id = class_id
       WHERE model_id = ? ORDER BY output`,
    )
    .pluck()
    .all(id) as (ClassId | null)[]

/** The same of a network that is no version yet, by the names of the classes it was made for. */
export const classesNamed = (db: Db, names: readonly string[]): (ClassId | null)[] =>
  db
    .prepare(
      `SELECT now FROM json_each(?) AS wanted LEFT JOIN known_names ON known_names.name = wanted.value
       LEFT JOIN class_meanings ON class_meanings.id = class_id ORDER BY wanted.key`,
    )
    .pluck()
    .all(JSON.stringify(names)) as (ClassId | null)[]

/**
 * For each of these living classes the output of a version that a new head goes on from: the one that was made for it,
 * else one of a class that was merged into it; null where there is none.
 */
export const outputsGoneOnFrom = (
  { db }: Pick<Library, 'db'>,
  id: ModelId,
  names: readonly string[],
): (number | null)[] =>
  db.read
    .prepare(
      `SELECT (SELECT output FROM model_outputs JOIN class_meanings ON class_meanings.id = class_id
               WHERE model_id = ? AND now = classes.id ORDER BY class_id = now DESC, output LIMIT 1)
       FROM json_each(?) AS wanted JOIN classes ON classes.name = wanted.value ORDER BY wanted.key`,
    )
    .pluck()
    .all(id, JSON.stringify(names)) as (number | null)[]

/** A version's classes by the names they have now; one that was taken away keeps its own. */
export function namesNow(db: Db, { id, classes }: Pick<Manifest, 'id' | 'classes'>): string[] {
  const names = new Map(db.prepare('SELECT id, name FROM classes').raw().all() as [ClassId, string][])
  return meaningsOf(db, id).map((meaning, output) =>
    meaning === null ? classes[output]! : names.get(meaning)!,
  )
}

/** The living classes that a model can tell, and the column of each of its outputs among them; -1 for none. */
export type Outputs = { classes: ClassId[]; columns: number[] }

/** Outputs that mean the same class share its column. */
export function outputsOf(meanings: readonly (ClassId | null)[]): Outputs {
  const classes = [...new Set(meanings.filter((id) => id !== null))]
  return { classes, columns: meanings.map((id) => (id === null ? -1 : classes.indexOf(id))) }
}

/** A model's outputs: of a version as it is kept, of a draft by its classes' names. */
export function outputsOfModel(db: Db, model: Pick<Manifest, 'classes'> & { id?: ModelId }): Outputs {
  const kept = model.id === undefined ? [] : meaningsOf(db, model.id)
  return outputsOf(kept.length > 0 ? kept : classesNamed(db, model.classes))
}

/**
 * Probabilities of outputs as probabilities of classes: those of one class are summed. What a class has that was taken
 * away is left out, and the rest as it is: a model that is sure of a class that is no more is sure of no other.
 * @param rows count x outputs, row by row
 * @returns count x classes; `rows` itself where each output is a class of its own
 */
export function byClass(rows: Float32Array, { classes, columns }: Outputs): Float32Array {
  if (classes.length === columns.length && columns.every((column, output) => column === output)) return rows
  const count = rows.length / columns.length
  const folded = new Float32Array(count * classes.length)
  for (let row = 0; row < count; row++) {
    for (const [output, column] of columns.entries()) {
      if (column >= 0) folded[row * classes.length + column]! += rows[row * columns.length + output]!
    }
  }
  return folded
}
