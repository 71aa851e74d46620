import { setImmediate as eventLoopTurn } from 'node:timers/promises'
import type { TrainEvent } from '../../../shared/contract/engine.ts'
import type { EpochPoint } from '../../../shared/contract/training.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { HeadOptions } from '../../../shared/train-options.ts'
import type { Pause } from '../pause.ts'
import { ProgressMeter } from '../progress.ts'
import { learningRate } from '../schedule.ts'
import { saveModel } from '../store.ts'
import type { TrainingData } from '../train.ts'
import { Regression } from './regression.ts'

export type HeadJob = {
  /** Features of photos (float32, a row each) in the place of pixels. */
  data: TrainingData
  /** Scored after each epoch, never learnt from. */
  validation?: TrainingData | undefined
  classes: number
  options: HeadOptions
  /** Folder for the result, a network of one dense layer on features; it is only written at the end. */
  out: string
}

/**
 * Fits a head for a frozen backbone: multinomial logistic regression on its features. An epoch is one step, which sees all
 * of `data`; from zeros, so that it needs no seed. An epoch takes some
 * milliseconds: the curve comes as a whole, with the end. Ends early as `train` does, with `run-cancelled` or `training-diverged`, and leaves nothing in `job.out` then.
 */
export async function* fitHead(
  { data, validation, classes, options, out }: HeadJob,
  signal?: AbortSignal,
  pause?: Pause,
): AsyncGenerator<TrainEvent, void> {
  const { epochs, learningRate: peak, decay } = options
  const schedule = { learningRate: peak, schedule: 'cosine' } as const
  const meter = new ProgressMeter(epochs, 1)
  const regression = new Regression(data, classes, decay)
  const curve: EpochPoint[] = []
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      meter.startEpoch(epoch)
      const rate = learningRate(schedule, epoch - 1, epochs)
      const { loss, right } = regression.step(rate)
      if (!Number.isFinite(loss)) throw diverged()
      meter.add(data.count, loss, right)
      await eventLoopTurn()
      if (pause?.on) await meter.uncounted(() => pause.over(signal))
      if (signal?.aborted) throw new HaberdashError('run-cancelled', 'The training was cancelled.')
      const point: EpochPoint = { epoch, ...meter.means(), learningRate: rate, ...meter.pace() }
      if (validation) point.validation = regression.score(validation)
      curve.push(point)
      const progress = meter.due()
      if (progress) yield { type: 'progress', progress }
    }
    yield { type: 'progress', progress: meter.at('saving') }
    const network = regression.folded()
    await saveModel(network, out)
    yield { type: 'saved', parameters: network.model.countParams(), curve }
  } finally {
    regression.dispose()
  }
}

const diverged = () =>
  new HaberdashError(
    'training-diverged',
    'No head can be fitted: the backbone makes features that are no numbers.',
    {
      todo: 'Check how its pictures are scaled, and add it again, or take another.',
    },
  )
