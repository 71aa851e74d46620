import { MAX_DISAGREEMENTS, type CompareEvent, type Comparison } from '../../../shared/contract/models.ts'
import type { ClassId, ModelId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { imageRows } from '../browse/rows.ts'
import type { Library } from '../library/library.ts'
import { compareAnswers, type Asked, type Differing } from './comparison.ts'
import type { Manifest } from './manifest.ts'
import { outputClasses, outputsOf } from './outputs.ts'
import type { Predictions } from './predictions.ts'
import { nothingToScore } from './scoring.ts'
import { takeTruth, type ScoredSplit } from './truth.ts'
import type { ModelStore } from './store.ts'

/** Images classified between two words about how far it is. */
const BATCH = 500

type Parts = { library: Library; models: ModelStore; predictions: Predictions }

/**
 * Compares two versions on the same images and labels, those of all classes that either can tell: of one that it can't, all
 * its answers are wrong, as in scores. What one of them has not classified yet it does now, and that is
 * kept, also where this is ended early.
 * @throws HaberdashError `wrong-usage` for one version twice, `model-unknown`, `model-mismatch` where one tells no class
 *   of the library, `nothing-to-score`, and what the engine or a photo's file had to say
 */
export async function* compare(
  { library, models, predictions }: Parts,
  request: { a: ModelId; b: ModelId; split: ScoredSplit },
  signal?: AbortSignal,
): AsyncGenerator<CompareEvent> {
  const pair = comparable(library, models.get(request.a), models.get(request.b))
  const asked = ask(library, pair, request.split)
  const missing = () => pair.map((model) => ({ model, ids: predictions.missing(model, asked.ids) }))
  const count = (waiting: ReturnType<typeof missing>) => waiting.reduce((sum, { ids }) => sum + ids.length, 0)
  const total = count(missing())
  // Asked anew before each batch: others are classified in the background, and a photo that is changed loses its answers.
  for (let waiting = missing(); count(waiting) > 0; waiting = missing()) {
    const { model, ids } = waiting.find((one) => one.ids.length > 0)!
    yield { type: 'progress', model: model.id, done: Math.max(0, total - count(waiting)), total }
    signal?.throwIfAborted()
    await predictions.classify(model, ids.slice(0, BATCH))
  }
  const answersOf = (model: Manifest) => ({
    model: model.id,
    answers: predictions.answers(model, asked.ids),
  })
  const { differing, ...result } = compareAnswers(asked, answersOf(pair[0]), answersOf(pair[1]))
  const images = named(library, differing.slice(0, MAX_DISAGREEMENTS))
  yield {
    type: 'done',
    comparison: { split: request.split, images: asked.ids.length, ...result, differing: images },
  }
}

function comparable(library: Library, a: Manifest, b: Manifest): [Manifest, Manifest] {
  if (a.id === b.id) {
    throw new HaberdashError('wrong-usage', `${a.id} can't be compared with itself.`, {
      todo: 'Choose two versions.',
    })
  }
  const blank = [a, b].find(({ id }) => outputsOf(outputClasses(library, id)).classes.length === 0)
  if (blank) {
    throw new HaberdashError(
      'model-mismatch',
      `${blank.id} tells none of the library's classes, so there is nothing to compare.`,
    )
  }
  return [a, b]
}

function ask(library: Library, pair: Manifest[], split: ScoredSplit): Asked {
  const known = outputsOf(pair.flatMap(({ id }) => outputClasses(library, id))).classes
  const truth = takeTruth(library, known, split)
  if (truth.ids.length === 0) throw nothingToScore(split)
  const rows = library.db.read.prepare('SELECT id, name FROM classes').all() as {
    id: ClassId
    name: string
  }[]
  const names = new Map(rows.map((row) => [row.id, row.name]))
  return {
    ids: truth.ids,
    labels: truth.classes,
    classes: known.map((each) => ({ id: each, name: names.get(each)! })),
  }
}

function named(library: Library, differing: Differing[]): Comparison['differing'] {
  const rows = imageRows(
    library.db.read,
    differing.map(({ id }) => id),
    null,
  )
  return differing.map((image, i) => ({ ...image, name: rows[i]!.name, source: rows[i]!.source }))
}
