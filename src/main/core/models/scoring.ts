import type { EvaluatedSplit, Evaluation } from '../../../shared/contract/models.ts'
import type { ClassId, ModelId, Score, Scores } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { PREDICTORS } from '../engine-pool.ts'
import type { Library } from '../library/library.ts'
import { atTemperature } from './calibration.ts'
import { score, type Metrics } from './evaluation.ts'
import type { Manifest } from './manifest.ts'
import { byClass, classesNamed, outputClasses, outputsOfModel } from './outputs.ts'
import type { Seeing, Sight } from './sight.ts'
import { takeTruth, takeValidation, type ScoredSplit, type Truth } from './truth.ts'

/** Images sent to the engine at once. It answers others between their parts, so that no dropped photo waits for them. */
const BATCH = 2000

/** Batches under way at once: one for each process, and one that is read and sent meanwhile. */
const LANES = PREDICTORS + 1

/** What scoring needs of a model: a version's id, too, since its classes may have changed since it was made. */
export type Scored = Pick<Manifest, 'classes' | 'temperature'> & { id?: ModelId }

/** How a model is asked: what it takes in, and what it says of that. */
export type Asking = { sight: Sight; classify: Classify }

/** Probabilities of `count` inputs: count x outputs. */
export type Classify = (inputs: Uint8Array<ArrayBuffer>, count: number) => Promise<Float32Array>

type InputMetrics = Metrics & { images: number; imagesPerSecond: number }

/** Scores a model on what `takeTruth` took. Null where that is no image. */
export async function scoreOn(
  { ids, classes }: Truth,
  library: Library,
  model: Scored & Seeing,
  { sight, classify }: Asking,
  signal?: AbortSignal,
): Promise<InputMetrics | null> {
  if (ids.length === 0) return null
  const load = (start: number, end: number) => sight.images(model, ids.slice(start, end), { signal })
  return scoreInputs(library, classes, load, model, classify, signal)
}

/**
 * Scores a model on inputs that are loaded batch by batch. Of a class that it doesn't know all its answers are wrong.
 * @param truth class of each input; at least one
 * @param load the inputs from `start` to before `end`, one after the other
 */
export async function scoreInputs(
  library: Library,
  truth: ClassId[],
  load: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>,
  model: Scored,
  classify: Classify,
  signal?: AbortSignal,
): Promise<InputMetrics> {
  const width = model.classes.length
  const raw = new Float32Array(truth.length * width)
  const began = performance.now()
  const starts = Array.from({ length: Math.ceil(truth.length / BATCH) }, (_, i) => i * BATCH).values()
  const lane = async () => {
    // All lanes take from the one iterator.
    for (const start of starts) {
      signal?.throwIfAborted()
      const end = Math.min(start + BATCH, truth.length)
      const rows = await classify(await load(start, end), end - start)
      raw.set(rows, start * width)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  const seconds = (performance.now() - began) / 1000
  return {
    ...scoreClasses(library, truth, raw, model),
    images: truth.length,
    imagesPerSecond: truth.length / seconds,
  }
}

/** Outputs as classes, and classes as they are now: some may have been merged since the truth was taken. */
function scoreClasses(library: Library, truth: ClassId[], raw: Float32Array, model: Scored): Metrics {
  const { read } = library.db
  const known = outputsOfModel(read, model)
  const rows = read
    .prepare(
      `SELECT all_classes.id, name, coalesce(now, all_classes.id) AS now
       FROM all_classes LEFT JOIN class_meanings USING (id)`,
    )
    .all() as { id: ClassId; name: string; now: ClassId }[]
  const byId = new Map(rows.map((row) => [row.id, row]))
  const meant = truth.map((id) => byId.get(id)!.now)
  const classes = [...new Set([...known.classes, ...meant])]
  const fold = (outputs: Float32Array) => byClass(outputs, { classes, columns: known.columns })
  const index = new Map(classes.map((id, i) => [id, i]))
  return score(
    fold(atTemperature(raw, model.classes.length, model.temperature)),
    fold(raw),
    Uint8Array.from(meant, (id) => index.get(id)!),
    classes.map((id) => byId.get(id)!.name),
  )
}

/** Both splits' truth, as they are now. @param names classes by any name they have had */
export function takeTruths(library: Library, names: string[]): Record<ScoredSplit, Truth> {
  const classes = classesNamed(library.db.read, names)
  return { test: takeTruth(library, classes, 'test'), holdout: takeTruth(library, classes, 'holdout') }
}

/** A version's score by what it has answered already; null where an image was not asked. */
function keptScore(library: Library, { ids, classes }: Truth, model: ModelId | undefined): Score | null {
  const { kept, hits } = library.db.read
    .prepare(
      `SELECT count(*) AS kept, sum(predictions.class_id = coalesce(now, wanted.value ->> 1)) AS hits
       FROM json_each(?) AS wanted
       CROSS JOIN predictions ON model_id = ? AND image_id = wanted.value ->> 0
       LEFT JOIN class_meanings ON class_meanings.id = wanted.value ->> 1`,
    )
    .get(JSON.stringify(ids.map((id, i) => [id, classes[i]])), model) as { kept: number; hits: number }
  return kept > 0 && kept === ids.length ? { images: kept, accuracy: hits / kept } : null
}

/** Both scores of a model. Of a version that has answered all images before, none is classified again. */
export async function scores(
  truths: Record<ScoredSplit, Truth>,
  library: Library,
  model: Scored & Seeing,
  asking: Asking,
  signal?: AbortSignal,
): Promise<Scores> {
  const brief = async (truth: Truth): Promise<Score | null> => {
    const kept = keptScore(library, truth, model.id)
    if (kept) return kept
    const result = await scoreOn(truth, library, model, asking, signal)
    return result && { images: result.images, accuracy: result.accuracy }
  }
  return { test: await brief(truths.test), holdout: await brief(truths.holdout) }
}

/** A model's scores on a split as it is now, in the contract's form. @throws HaberdashError `nothing-to-score` */
export async function evaluate(
  library: Library,
  model: Manifest,
  split: EvaluatedSplit,
  asking: Asking,
): Promise<Evaluation> {
  const truth =
    split === 'validation'
      ? takeValidation(library, model)
      : takeTruth(library, outputClasses(library, model.id), split)
  const result = await scoreOn(truth, library, model, asking)
  if (!result) throw nothingToScore(split)
  return { model: model.id, ...result }
}

/** Why a split has nothing to score on, and what can be done. */
export function nothingToScore(split: EvaluatedSplit): HaberdashError {
  if (split !== 'holdout') {
    return new HaberdashError(
      'nothing-to-score',
      'This library has no dataset, so no test images to score on.',
      {
        todo: 'Score it on the photos held out.',
      },
    )
  }
  return new HaberdashError(
    'nothing-to-score',
    'No labelled photo is held out yet, so there is nothing to score.',
    { todo: 'Add and label more photos: a fifth of them is held out.' },
  )
}
