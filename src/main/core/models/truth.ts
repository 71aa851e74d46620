import type { ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Library } from '../library/library.ts'
import { validationImages } from '../training/split.ts'
import type { Manifest } from './manifest.ts'

/** What every version is scored on when it is made. */
export type ScoredSplit = 'test' | 'holdout'

/** Images and the class index that is right for each. */
export type Truth = { ids: ImageId[]; classes: Uint8Array }

/**
 * What is to be answered: of `test` the dataset's own labels (what a person corrected there does not count: the score
 * stays comparable), of `holdout` the person's. Taken once for a before and after, so that both are on the same images
 * and labels. Class indices are those of `names`; images of other classes are left out.
 */
export function takeTruth(library: Library, names: string[], split: ScoredSplit): Truth {
  const sql =
    split === 'test'
      ? "SELECT images.id, name FROM images JOIN classes ON classes.id = given_class WHERE split = 'test' AND present = 1"
      : `SELECT images.id, name FROM images JOIN classes ON classes.id = label_class
         WHERE split = 'holdout' AND label_actor IN ('person', 'import')`
  const rows = library.db.read.prepare(`${sql} ORDER BY images.id`).all() as { id: ImageId; name: string }[]
  return truthOf(rows, names)
}

/** Rows of an image and its class's name as truth; of those classes alone that are among `names`. */
function truthOf(rows: { id: ImageId; name: string }[], names: string[]): Truth {
  const known = rows.filter((row) => names.includes(row.name))
  return {
    ids: known.map((row) => row.id),
    classes: Uint8Array.from(known, (row) => names.indexOf(row.name)),
  }
}

/**
 * The dataset's validation images, from which the model has not learnt, with the dataset's own labels.
 * @throws HaberdashError `nothing-to-score` where it has learnt from them, or where those of another variant of the
 *   dataset were set aside for it
 */
export function takeValidation(library: Library, model: Manifest): Truth {
  const loaded = library.dataset?.variant
  if (loaded === undefined || model.validatedOn !== loaded) throw noValidation(model)
  return truthOf(validationImages(library), model.classes)
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
