import { setImmediate as eventLoopTurn } from 'node:timers/promises'
import { JUDGED_ONLY } from '../../../shared/contract/engine.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { HeadOptions } from '../../../shared/train-options.ts'
import { learningRate } from '../schedule.ts'
import type { TrainingData } from '../train.ts'
import { Regression } from './regression.ts'

export type FoldJob = {
  /** A row of features each: float16, [count, width]. */
  features: Float16Array
  /** A class index each. */
  labels: Uint8Array
  /** A fold each; from `JUDGED_ONLY` nothing is ever learnt. */
  folds: Uint8Array
  /** The one that is judged. */
  fold: number
  classes: number
  options: HeadOptions
}

/** Steps between two turns of the event loop: some 100 ms. */
const STEPS_A_TURN = 5

/**
 * Probabilities of the images of a fold, in their order, by a head that has not learnt from them: multinomial logistic regression
 * on the features of all others. Float32, [images of the fold, classes].
 * @throws HaberdashError `run-cancelled` once the signal is aborted, `training-diverged`
 */
export async function judgeFold(job: FoldJob, signal?: AbortSignal): Promise<Float32Array<ArrayBuffer>> {
  const { features, labels, folds, fold, classes, options } = job
  const width = features.length / labels.length
  const rows = (wanted: (fold: number) => boolean) =>
    rowsOf(features, width, labels, placesWhere(folds, wanted))
  const regression = new Regression(
    rows((each) => each !== fold && each !== JUDGED_ONLY),
    ...([classes, options.decay] as const),
  )
  try {
    const schedule = { learningRate: options.learningRate, schedule: 'cosine' } as const
    for (let step = 0; step < options.epochs; step++) {
      const { loss } = regression.step(learningRate(schedule, step, options.epochs))
      if (!Number.isFinite(loss)) throw diverged()
      if (step % STEPS_A_TURN > 0) continue
      await eventLoopTurn()
      if (signal?.aborted) throw new HaberdashError('run-cancelled', 'This was cancelled.')
    }
    return regression.probabilities(rows((each) => each === fold).pixels).slice()
  } finally {
    regression.dispose()
  }
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

const diverged = () =>
  new HaberdashError('training-diverged', 'No head can be fitted to these features: some are no numbers.', {
    todo: 'Fine-tune another version, or make another one active.',
  })
