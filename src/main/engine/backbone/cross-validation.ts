import { setImmediate as eventLoopTurn } from 'node:timers/promises'
import { JUDGED_ONLY, type CrossValidateEvent } from '../../../shared/contract/engine.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { HeadOptions } from '../../../shared/train-options.ts'
import { learningRate } from '../schedule.ts'
import type { TrainingData } from '../train.ts'
import { Regression } from './regression.ts'

export type CrossValidationJob = {
  /** A row of features each: float16, [count, width]. */
  features: Float16Array
  /** A class index each. */
  labels: Uint8Array
  /** A fold each; `JUDGED_ONLY`: nothing is learnt from it, and the head of all others judges it. */
  folds: Uint8Array
  classes: number
  options: HeadOptions
}

/** Steps between two turns of the event loop and two words about how far it is: some 200 ms. */
const STEPS_A_TURN = 5

/**
 * Probabilities of images by heads that have not learnt from them: for each fold multinomial logistic regression on the
 * features of all others. Ends with float32, [count, classes].
 * @throws HaberdashError `run-cancelled` once the signal is aborted, `training-diverged`
 */
export async function* crossValidate(
  job: CrossValidationJob,
  signal?: AbortSignal,
): AsyncGenerator<CrossValidateEvent> {
  const { features, labels, folds, classes, options } = job
  const width = features.length / labels.length
  const probabilities = new Float32Array(labels.length * classes)
  const parts = [...new Set(folds)].sort((a, b) => a - b)
  for (const [n, part] of parts.entries()) {
    const learnt = placesWhere(folds, (fold) => fold !== part && fold !== JUDGED_ONLY)
    const judged = placesWhere(folds, (fold) => fold === part)
    const regression = new Regression(rowsOf(features, width, labels, learnt), classes, options.decay)
    try {
      for (let step = 0; step < options.epochs; step++) {
        const rate = learningRate(
          { learningRate: options.learningRate, schedule: 'cosine' },
          step,
          options.epochs,
        )
        if (!Number.isFinite(regression.step(rate).loss)) throw diverged()
        if (step % STEPS_A_TURN > 0) continue
        await eventLoopTurn()
        if (signal?.aborted) throw cancelled()
        yield { type: 'progress', share: (n + step / options.epochs) / parts.length }
      }
      const rows = regression.probabilities(rowsOf(features, width, labels, judged).pixels)
      judged.forEach((place, i) =>
        probabilities.set(rows.subarray(i * classes, (i + 1) * classes), place * classes),
      )
    } finally {
      regression.dispose()
    }
  }
  yield { type: 'done', probabilities: new Blob([probabilities]) }
}

function placesWhere(folds: Uint8Array, wanted: (fold: number) => boolean): Uint32Array {
  const places = new Uint32Array(folds.length)
  let count = 0
  for (let place = 0; place < folds.length; place++) if (wanted(folds[place]!)) places[count++] = place
  return places.subarray(0, count)
}

function rowsOf(
  features: Float16Array,
  width: number,
  labels: Uint8Array,
  places: Uint32Array,
): TrainingData {
  const rows = new Float32Array(places.length * width)
  places.forEach((place, i) => rows.set(features.subarray(place * width, (place + 1) * width), i * width))
  return {
    count: places.length,
    pixels: new Uint8Array(rows.buffer),
    labels: Uint8Array.from(places, (place) => labels[place]!),
  }
}

const cancelled = () => new HaberdashError('run-cancelled', 'This was cancelled.')

const diverged = () =>
  new HaberdashError('training-diverged', 'No head can be fitted to these features: some are no numbers.', {
    todo: 'Fine-tune another version, or make another one active.',
  })
