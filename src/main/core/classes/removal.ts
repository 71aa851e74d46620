import { MAX_CLASSES, MIN_CLASSES } from '../../../shared/contract/classes.ts'
import type { ClassId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { WritableDatabase } from '../library/database.ts'
import { changeMeanings } from '../models/meanings.ts'
import { classUnknown } from './classes.ts'
import { listClasses } from './list.ts'
import { freeName, invalid } from './naming.ts'

/**
 * Whether a class may be taken away, and its images given to `into` (null: to none).
 * @throws HaberdashError `class-unknown` where either doesn't live, `wrong-usage` where they are the same,
 *   `class-in-use` for a class of the dataset and where too few would be left
 */
export function checkRemoval(db: WritableDatabase, id: ClassId, into: ClassId | null): void {
  const classes = listClasses(db)
  const gone = classes.find((each) => each.id === id)
  if (!gone || (into !== null && classes.every((each) => each.id !== into))) throw classUnknown()
  if (id === into) {
    throw new HaberdashError('wrong-usage', `${gone.name} can't be merged into itself.`, {
      todo: 'Choose another class.',
    })
  }
  if (gone.given) {
    throw new HaberdashError(
      'class-in-use',
      `${gone.name} is a class of the dataset, against which the official test score is measured, so it stays.`,
      { todo: 'You can rename it.' },
    )
  }
  if (classes.length <= MIN_CLASSES) {
    throw new HaberdashError('class-in-use', `A library has at least ${MIN_CLASSES} classes.`, {
      todo: 'Add another one first, or rename this one.',
    })
  }
}

/** Takes a class away, what models say of it becoming `into`'s. Its row stays. Part of the caller's transaction. */
export function takeAway(db: WritableDatabase, id: ClassId, into: ClassId | null): void {
  changeMeanings(db, () =>
    db.prepare('UPDATE all_classes SET removed = 1, merged_into = ? WHERE id = ?').run(into, id),
  )
}

/**
 * Brings a class back as it was: under a name with a number where another has taken its name meanwhile, and without its
 * key where another has that. Part of the caller's transaction.
 * @throws HaberdashError `setting-invalid` where there are as many classes as there may be
 */
export function bringBack(db: WritableDatabase, id: ClassId): void {
  const living = listClasses(db)
  if (living.length >= MAX_CLASSES) {
    throw invalid(
      `A library has at most ${MAX_CLASSES} classes, so the one you removed can't come back.`,
      'Undo what came after, or keep it merged.',
    )
  }
  const { name, key } = db.prepare('SELECT name, key FROM all_classes WHERE id = ?').get(id) as {
    name: string
    key: string | null
  }
  const free = freeName(
    name,
    living.map((each) => each.name),
  )
  const keyIsTaken = living.some((each) => each.key === key)
  if (free !== name) db.prepare('UPDATE all_classes SET name = ? WHERE id = ?').run(free, id)
  if (keyIsTaken) db.prepare('UPDATE all_classes SET key = NULL WHERE id = ?').run(id)
  changeMeanings(db, () =>
    db.prepare('UPDATE all_classes SET removed = 0, merged_into = NULL WHERE id = ?').run(id),
  )
}
