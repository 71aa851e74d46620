import type { TrainOptions } from '../../shared/contract/engine.ts'
import { HaberdashError } from '../../shared/errors.ts'
import { augmentBatch } from './augment.ts'
import { Average } from './average.ts'
import { hasFastBfloat16 } from './bfloat16.ts'
import { add, crossEntropy, multiply, type Precision } from './kernels.ts'
import { imagesInCache, setWeight, type PictureNetwork } from './network.ts'
import { countRight, targets } from './labels.ts'
import { Optimiser, type OptimiserState } from './optimiser.ts'
import { inputNumbers } from './pixels.ts'
import type { Random } from '../../shared/random.ts'
import { tf, type TF } from './tf.ts'
import type { TrainingData } from './train.ts'
import type { Phase } from './schedule.ts'
import { forwardPass, trainingSteps, type Step, type Weight } from './training-layers.ts'

/**
 * How many images go through the network at once; gradients are summed over a batch's parts, which is the same
 * mathematics. Not so with batch normalisation over the batch's own statistics: there it is the whole batch.
 */
function imagesAtOnce(network: PictureNetwork, { batch, freezeBatchNorm }: TrainOptions): number {
  const whole = !freezeBatchNorm && network.layers.some(({ spec }) => spec.type === 'batch-norm')
  return whole ? batch : imagesInCache(network)
}

/** Of some images: the sum of their losses, and how many were classified right. */
type Outcome = { loss: number; right: number }

/** The state of a training between two steps. */
export class Trainer {
  readonly #optimiser: Optimiser
  readonly #buffer: Float32Array
  readonly network: PictureNetwork
  readonly #data: TrainingData
  readonly #options: TrainOptions
  readonly #atOnce: number
  readonly #steps: Step[]
  readonly #average: Average | undefined
  readonly #precision: Precision

  constructor(network: PictureNetwork, data: TrainingData, options: TrainOptions) {
    this.network = network
    this.#data = data
    this.#options = options
    // Without fast bfloat16 the same training takes its time in float32.
    this.#precision = hasFastBfloat16 ? (options.precision ?? 'float32') : 'float32'
    this.#optimiser = new Optimiser(options.optimiser)
    this.#atOnce = imagesAtOnce(network, options)
    this.#steps = trainingSteps(network)
    const { averaging } = options
    this.#average = averaging ? new Average(network.model.weights, averaging) : undefined
    this.#buffer = new Float32Array(Math.min(this.#atOnce, data.count) * inputNumbers(network.shape))
  }

  /** Learns from the images of `indices`. The sum of their losses, and how many were classified right before. */
  step(indices: Uint32Array, { rate, headOnly }: Phase, random: Random): Outcome {
    const whole: Outcome = { loss: 0, right: 0 }
    const sums = new Map<Weight, TF.Tensor>()
    try {
      for (let at = 0; at < indices.length; at += this.#atOnce) {
        const part = this.#learn(
          indices.subarray(at, at + this.#atOnce),
          indices.length,
          { random, headOnly },
          sums,
        )
        whole.loss += part.loss
        whole.right += part.right
      }
      if (!Number.isFinite(whole.loss)) throw diverged()
      this.#optimiser.step(sums, rate, this.#options.weightDecay)
      this.#average?.step()
    } finally {
      tf.dispose([...sums.values()])
    }
    return whole
  }

  /** Adds the gradients of a part of a batch of `batch` images to `sums`, whose tensors are the caller's. */
  #learn(
    indices: Uint32Array,
    batch: number,
    { random, headOnly }: { random: Random; headOnly: boolean },
    sums: Map<Weight, TF.Tensor>,
  ): Outcome {
    const { network } = this
    const { shape } = network
    const { pixels, labels } = this.#data
    const { augmentation, labelSmoothing } = this.#options
    const freezeBatchNorm = headOnly || this.#options.freezeBatchNorm
    const precision = this.#precision
    const values = augmentBatch(pixels, indices, shape, augmentation, random, this.#buffer)
    const wanted = targets(labels, indices, network.classes, labelSmoothing)
    return tf.tidy(() => {
      const images = tf.tensor4d(values, [indices.length, ...shape])
      const [logits, backward] = forwardPass(this.#steps, images, { random, freezeBatchNorm, precision })
      const [losses, gradient] = crossEntropy(logits, tf.tensor2d(wanted, [indices.length, network.classes]))
      for (const [weight, part] of backward(multiply(gradient, 1 / batch), headOnly)) {
        const sum = sums.get(weight)
        sums.set(weight, tf.keep(sum ? add(sum, part) : part))
        sum?.dispose()
      }
      const loss = losses.dataSync<'float32'>().reduce((sum, one) => sum + one, 0)
      return { loss, right: countRight(logits.dataSync<'float32'>(), labels, indices, network.classes) }
    })
  }

  /** Everything that the next steps depend on, by name: weights, what the optimiser remembers, averages. */
  state(): OptimiserState {
    const weights = this.network.model.weights.map(
      (weight) => [`weight ${weight.originalName}`, weight.read().dataSync<'float32'>()] as const,
    )
    const averages = [...(this.#average?.state() ?? [])].map(([name, a]) => [`average ${name}`, a] as const)
    const { steps, arrays } = this.#optimiser.state()
    return { steps, arrays: new Map([...weights, ...arrays, ...averages]) }
  }

  /** Goes on where a state was taken. */
  restore({ steps, arrays }: OptimiserState): void {
    const { weights } = this.network.model
    const averages = new Map<string, Float32Array>()
    for (const weight of weights) {
      const [now, average] = ['weight', 'average'].map((kind) => arrays.get(`${kind} ${weight.originalName}`))
      if (now) setWeight(weight, now)
      if (average) averages.set(weight.originalName, average)
    }
    this.#optimiser.restore({ steps, arrays }, weights)
    this.#average?.restore(averages, steps)
  }

  /** Calls `work` with the network as it would be if this were the end: with averaged weights, if they are averaged. */
  finished<T>(work: (network: PictureNetwork) => Promise<T>): Promise<T> {
    return this.#average ? this.#average.during(() => work(this.network)) : work(this.network)
  }

  dispose(): void {
    this.#optimiser.dispose()
    this.#average?.dispose()
    this.network.model.dispose()
  }
}

const diverged = () =>
  new HaberdashError('training-diverged', 'The training came apart: its loss is no longer a number.', {
    todo: 'Train again with a lower learning rate.',
  })
