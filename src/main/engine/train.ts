import { setImmediate as eventLoopTurn } from 'node:timers/promises'
import type { ArchitectureOptions, TrainEvent, TrainOptions } from '../../shared/contract/engine.ts'
import type { EpochPoint } from '../../shared/contract/training.ts'
import type { InputSpec } from '../../shared/domain.ts'
import { HaberdashError } from '../../shared/errors.ts'
import { architecture } from './architectures/index.ts'
import { buildNetwork, drawWeights, type Network } from './network.ts'
import { checkPixels } from './pixels.ts'
import { ProgressMeter } from './progress.ts'
import { Random } from '../../shared/random.ts'
import { learningRate } from './schedule.ts'
import { loadModel, saveModel } from './store.ts'
import { Trainer } from './trainer.ts'
import { validate } from './validate.ts'

/** Images to learn from: `count` inputs (bytes, NHWC) with a byte each, the index of its class. */
export type TrainingData = { count: number; pixels: Uint8Array; labels: Uint8Array }

export type TrainJob = {
  start:
    | {
        from: 'noise'
        architecture: string
        network?: ArchitectureOptions | undefined
        input: InputSpec
        classes: number
      }
    | { from: 'model'; folder: string }
  data: TrainingData
  /** Scored after each epoch, never learnt from. */
  validation?: TrainingData | undefined
  options: TrainOptions
  /** Folder for the result; it is only written at the end. */
  out: string
}

const cancelled = () => new HaberdashError('run-cancelled', 'The training was cancelled.')

async function startingNetwork({ start, options }: TrainJob): Promise<Network> {
  if (start.from === 'model') return loadModel(start.folder)
  const { height, width, channels } = start.input
  const network = buildNetwork(architecture(start.architecture)(start.classes, start.network), [
    height,
    width,
    channels,
  ])
  drawWeights(network, options.seed)
  return network
}

function checkData({ count, pixels, labels }: TrainingData, { shape, classes }: Network): void {
  checkPixels(pixels, count, shape)
  if (labels.length !== count) {
    throw new HaberdashError('wrong-usage', `${count} images need as many labels, but ${labels.length} came.`)
  }
  const unknown = labels.find((label) => label >= classes)
  if (unknown === undefined) return
  throw new HaberdashError(
    'model-mismatch',
    `An image is labelled with class number ${unknown + 1}, but the model knows only ${classes} classes.`,
  )
}

/** All epochs: an event for each, and progress on the way. Each batch gives the event loop a turn. */
async function* epochs(
  trainer: Trainer,
  { data, validation, options }: TrainJob,
  meter: ProgressMeter,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainEvent, EpochPoint[]> {
  const curve: EpochPoint[] = []
  const batches = Math.ceil(data.count / options.batch)
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const order = new Random(options.seed, `order ${epoch}`).permutation(data.count)
    const random = new Random(options.seed, `epoch ${epoch}`)
    meter.startEpoch(epoch)
    for (let batch = 0; batch < batches; batch++) {
      const indices = order.subarray(batch * options.batch, (batch + 1) * options.batch)
      const rate = learningRate(options, (epoch - 1) * batches + batch, options.epochs * batches)
      const { loss, right } = trainer.step(indices, rate, random)
      meter.add(indices.length, loss, right)
      await eventLoopTurn()
      if (signal?.aborted) throw cancelled()
      const progress = meter.due()
      if (progress) yield { type: 'progress', progress }
    }
    const point: EpochPoint = { epoch, ...meter.means(), ...meter.pace() }
    if (validation) point.validation = await validate(trainer.network, validation)
    curve.push(point)
    yield { type: 'epoch', point }
  }
  return curve
}

/**
 * Trains a network and saves it in `job.out`. Everything random follows from the seed. Ends early, and then leaves
 * nothing there, with `run-cancelled` (within one batch of the signal), `nothing-to-train-on`, `model-mismatch`,
 * `training-diverged`, or what reading or saving a model throws.
 */
export async function* train(job: TrainJob, signal?: AbortSignal): AsyncGenerator<TrainEvent, void> {
  if (job.data.count === 0) {
    throw new HaberdashError('nothing-to-train-on', 'There are no labelled images to train on.', {
      todo: 'Label some images first.',
    })
  }
  const meter = new ProgressMeter(job.options.epochs, Math.ceil(job.data.count / job.options.batch))
  yield { type: 'progress', progress: meter.at('preparing') }
  const network = await startingNetwork(job)
  let trainer: Trainer | undefined
  try {
    checkData(job.data, network)
    if (job.validation) checkData(job.validation, network)
    trainer = new Trainer(network, job.data, job.options)
    const curve = yield* epochs(trainer, job, meter, signal)
    yield { type: 'progress', progress: meter.at('saving') }
    if (signal?.aborted) throw cancelled()
    await saveModel(network, job.out)
    yield { type: 'saved', parameters: network.model.countParams(), curve }
  } finally {
    if (trainer) trainer.dispose()
    else network.model.dispose()
  }
}
