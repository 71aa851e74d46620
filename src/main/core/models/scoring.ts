import type { Evaluation } from '../../../shared/contract/models.ts'
import { inputSize, type ImageId, type Score, type Scores } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Library } from '../library/library.ts'
import { modelInputs } from '../photos/inputs.ts'
import { score, type Metrics } from './evaluation.ts'
import type { Manifest } from './manifest.ts'

/** Images sent to the engine at once, so that a dropped photo's prediction is not kept waiting behind 10,000. */
const BATCH = 1000

export type ScoredSplit = 'test' | 'holdout'

/** What scoring needs of a model. */
export type Scored = Pick<Manifest, 'classes' | 'temperature'>

type Truth = { ids: ImageId[]; classes: Uint8Array }

/** Probabilities of `count` inputs: count x classes. */
export type Classify = (inputs: Uint8Array<ArrayBuffer>, count: number) => Promise<Float32Array>

/**
 * Scores a model on a split: `test` by the dataset's own labels (what a person corrected there does not count: the
 * score stays comparable), `holdout` by the person's. Null where the split has no labelled image.
 */
export async function scoreSplit(
  library: Library,
  model: Scored,
  split: ScoredSplit,
  classify: Classify,
  signal?: AbortSignal,
): Promise<(Metrics & { images: number; imagesPerSecond: number }) | null> {
  const { ids, classes } = truth(library, model, split)
  if (ids.length === 0) return null
  const probabilities = new Float32Array(ids.length * model.classes.length)
  let seconds = 0
  for (let start = 0; start < ids.length; start += BATCH) {
    signal?.throwIfAborted()
    const batch = ids.slice(start, start + BATCH)
    const inputs = await modelInputs(library, batch)
    const began = performance.now()
    probabilities.set(
      await classify(inputs, inputs.length / inputSize(library.input)),
      start * model.classes.length,
    )
    seconds += (performance.now() - began) / 1000
  }
  return {
    ...score(probabilities, classes, model),
    images: ids.length,
    imagesPerSecond: ids.length / seconds,
  }
}

/** Both scores of a model, for a before and after. */
export async function scores(
  library: Library,
  model: Scored,
  classify: Classify,
  signal?: AbortSignal,
): Promise<Scores> {
  const brief = async (split: ScoredSplit): Promise<Score | null> => {
    const result = await scoreSplit(library, model, split, classify, signal)
    return result && { images: result.images, accuracy: result.accuracy }
  }
  return { test: await brief('test'), holdout: await brief('holdout') }
}

/** As `scoreSplit`, in the contract's form. @throws HaberdashError `nothing-to-score` */
export async function evaluate(
  library: Library,
  model: Manifest,
  split: ScoredSplit,
  classify: Classify,
): Promise<Evaluation> {
  const result = await scoreSplit(library, model, split, classify)
  if (!result) {
    throw new HaberdashError(
      'nothing-to-score',
      'No labelled photo is held out yet, so there is nothing to score.',
      {
        todo: 'Add and label more photos: a fifth of them is held out.',
      },
    )
  }
  return { model: model.id, ...result }
}

function truth(library: Library, { classes: names }: Scored, split: ScoredSplit): Truth {
  const sql =
    split === 'test'
      ? "SELECT images.id, name FROM images JOIN classes ON classes.id = given_class WHERE split = 'test' AND present = 1"
      : `SELECT images.id, name FROM images JOIN classes ON classes.id = label_class
         WHERE split = 'holdout' AND label_actor IN ('person', 'import')`
  const rows = library.db.read.prepare(`${sql} ORDER BY images.id`).all() as { id: ImageId; name: string }[]
  const known = rows.filter((row) => names.includes(row.name))
  return {
    ids: known.map((row) => row.id),
    classes: Uint8Array.from(known, (row) => names.indexOf(row.name)),
  }
}
