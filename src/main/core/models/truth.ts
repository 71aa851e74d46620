import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { LABELLED } from '../labels/labelled.ts'
import type { Library } from '../library/library.ts'
import { validationImages } from '../training/split.ts'
import type { Manifest } from './manifest.ts'
import { outputClasses } from './outputs.ts'

/** What every version is scored on when it is made. */
export type ScoredSplit = 'test' | 'holdout'

/** Images and the class that is right for each. */
export type Truth = { ids: ImageId[]; classes: ClassId[] }

/**
 * What is to be answered: of `test` the dataset's own labels (what a person corrected there does not count: the score
 * stays comparable), of `holdout` the person's. Taken once for a before and after, so that both are on the same images
 * and labels.
 * @param classes images of others are left out
 */
export function takeTruth(library: Library, classes: readonly (ClassId | null)[], split: ScoredSplit): Truth {
  const sql =
    split === 'test'
      ? "SELECT id, given_class AS class FROM images WHERE split = 'test' AND present = 1"
      : `SELECT id, label_class AS class FROM images
         WHERE split = 'holdout' AND ${LABELLED}`
  const rows = library.db.read.prepare(`${sql} ORDER BY id`).all() as Answered[]
  return truthOf(rows, classes)
}

type Answered = { id: ImageId; class: ClassId }

/** Rows as truth; those of `classes` alone. */
function truthOf(rows: Answered[], classes: readonly (ClassId | null)[]): Truth {
  const known = rows.filter((row) => classes.includes(row.class))
  return { ids: known.map((row) => row.id), classes: known.map((row) => row.class) }
}

/**
 * The dataset's validation images, from which the model has not learnt, with the dataset's own labels.
 * @throws HaberdashError `nothing-to-score` where it has learnt from them, or where those of another variant of the
 *   dataset were set aside for it
 */
export function takeValidation(library: Library, model: Manifest): Truth {
  const loaded = library.dataset?.variant
  if (loaded === undefined || model.validatedOn !== loaded) throw noValidation(model)
  const ids = validationImages(library).map(({ id }) => id)
  const rows = library.db.read
    .prepare(
      `SELECT images.id, given_class AS class FROM json_each(?) AS wanted
       CROSS JOIN images ON images.id = wanted.value ORDER BY wanted.key`,
    )
    .all(JSON.stringify(ids)) as Answered[]
  return truthOf(rows, outputClasses(library, model.id))
}

function noValidation({ id, validatedOn }: Manifest): HaberdashError {
  if (validatedOn === undefined) {
    return new HaberdashError(
      'nothing-to-score',
      `${id} may have learnt from the validation images, so it can't be scored on them.`,
      { todo: 'Score it on the test images, or score a model that "train" has made.' },
    )
  }
  return new HaberdashError(
    'nothing-to-score',
    `${id} was trained on the ${validatedOn} dataset, which is not loaded, so its validation images are not there.`,
    { todo: `Load it with --dataset ${validatedOn}.` },
  )
}
