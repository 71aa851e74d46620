import { setImmediate as eventLoopTurn } from 'node:timers/promises'
import type { ArchitectureOptions, TrainEvent, TrainOptions } from '../../shared/contract/engine.ts'
import type { EpochPoint } from '../../shared/contract/training.ts'
import type { InputSpec } from '../../shared/domain.ts'
import { HaberdashError } from '../../shared/errors.ts'
import { Adam } from './adam.ts'
import { architecture } from './architectures/index.ts'
import { augmentBatch } from './augment.ts'
import { crossEntropy } from './kernels.ts'
import { buildNetwork, drawWeights, type Network } from './network.ts'
import { checkPixels, imageSize } from './pixels.ts'
import { ProgressMeter } from './progress.ts'
import { Random } from '../../shared/random.ts'
import { learningRate } from './schedule.ts'
import { loadModel, saveModel } from './store.ts'
import { tf } from './tf.ts'
import { forwardPass } from './training-layers.ts'

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

/** Target distributions [images, classes]: 1 at the label, or with smoothing (arXiv 1512.00567) a little for all. */
function targets(labels: Uint8Array, indices: Uint32Array, classes: number, smoothing: number): Float32Array {
  const rows = new Float32Array(indices.length * classes).fill(smoothing / classes)
  indices.forEach((index, i) => (rows[i * classes + labels[index]!]! += 1 - smoothing))
  return rows
}

/** How many rows of [images, classes] logits are largest at the label. */
function countRight(logits: Float32Array, labels: Uint8Array, indices: Uint32Array, classes: number): number {
  let right = 0
  indices.forEach((index, i) => {
    const row = logits.subarray(i * classes, (i + 1) * classes)
    if (row.indexOf(Math.max(...row)) === labels[index]) right++
  })
  return right
}

/** The state of a training between two steps. */
class Trainer {
  readonly #adam = new Adam()
  readonly #buffer: Float32Array
  readonly network: Network
  readonly #data: TrainingData
  readonly #options: TrainOptions

  constructor(network: Network, data: TrainingData, options: TrainOptions) {
    this.network = network
    this.#data = data
    this.#options = options
    this.#buffer = new Float32Array(Math.min(options.batch, data.count) * imageSize(network.shape))
  }

  /** Learns from the images of `indices`. The sum of their losses, and how many were classified right before. */
  step(indices: Uint32Array, rate: number, random: Random): { loss: number; right: number } {
    const { network } = this
    const { pixels, labels } = this.#data
    const { augmentation, labelSmoothing, freezeBatchNorm } = this.#options
    const values = augmentBatch(pixels, indices, network.shape, augmentation, random, this.#buffer)
    const wanted = targets(labels, indices, network.classes, labelSmoothing)
    return tf.tidy(() => {
      const images = tf.tensor4d(values, [indices.length, ...network.shape])
      const [logits, backward] = forwardPass(network, images, { random, freezeBatchNorm })
      const [losses, gradient] = crossEntropy(logits, tf.tensor2d(wanted, [indices.length, network.classes]))
      const loss = losses.sum().dataSync<'float32'>()[0]!
      if (!Number.isFinite(loss)) throw diverged()
      this.#adam.step(backward(gradient.div(indices.length)), rate)
      return { loss, right: countRight(logits.dataSync<'float32'>(), labels, indices, network.classes) }
    })
  }

  dispose(): void {
    this.#adam.dispose()
    this.network.model.dispose()
  }
}

const diverged = () =>
  new HaberdashError('training-diverged', 'The training came apart: its loss is no longer a number.', {
    todo: 'Train again with a lower learning rate.',
  })

/** All epochs: an event for each, and progress on the way. Each batch gives the event loop a turn. */
async function* epochs(
  trainer: Trainer,
  { data, options }: TrainJob,
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
    const point = { epoch, ...meter.means() }
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
