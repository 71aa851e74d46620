import { buildNetwork, setWeight, type Network } from '../network.ts'
import { Optimiser } from '../optimiser.ts'
import { toInputs } from '../pixels.ts'
import { tf, type TF } from '../tf.ts'
import type { TrainingData } from '../train.ts'

/** Added to variances: a feature that never changes says nothing. */
const LEAST_VARIANCE = 1e-6

/** Of some rows: the sum of their losses, and of how many the largest logit is their class's. */
type Outcome = { loss: number; right: number }

type Rows = { inputs: TF.Tensor2D; truth: TF.Tensor2D }

/**
 * Multinomial logistic regression under way, on standardised features: each class weighs as much as any other, and all
 * rows are looked at in each step. It owns its tensors until `dispose`.
 */
export class Regression {
  readonly #network: Network
  readonly #optimiser = new Optimiser()
  readonly #decay: number
  readonly #mean: TF.Tensor
  readonly #scale: TF.Tensor
  readonly #weights: TF.Tensor
  readonly #rows: Rows
  #held: { of: TrainingData; rows: Rows } | null = null

  /**
   * @param data features, float32, a row each; a class index each
   * @param decay weight of the squared kernel in the loss
   */
  constructor(data: TrainingData, classes: number, decay: number) {
    this.#decay = decay
    const { count, pixels, labels } = data
    const width = pixels.length / Float32Array.BYTES_PER_ELEMENT / count
    // A network's kernels are zero when it is built.
    this.#network = buildNetwork([{ type: 'dense', units: classes }], [width])
    const [mean, scale] = tf.tidy(() => {
      const moments = tf.moments(toInputs(pixels, [width]), 0)
      return [moments.mean, moments.variance.add(LEAST_VARIANCE).rsqrt()]
    })
    this.#mean = mean
    this.#scale = scale
    this.#weights = tf.tensor2d(balanced(labels, classes), [count, 1])
    this.#rows = this.#standardised(data)
  }

  /** Goes down the gradient once. What was thought of the rows before. */
  step(rate: number): Outcome {
    return tf.tidy(() => {
      const { inputs, truth } = this.#rows
      const [kernel, bias] = this.#network.model.weights
      const log = this.#log(inputs)
      const off = log.exp().sub(truth).mul<TF.Tensor2D>(this.#weights)
      const gradients = new Map([
        [kernel!, inputs.matMul(off, true).add(kernel!.read().mul(2 * this.#decay))],
        [bias!, off.sum(0)],
      ])
      this.#optimiser.step(gradients, rate)
      return outcome(log, truth)
    })
  }

  /** Mean cross-entropy (nats) and accuracy on rows that are not learnt from. */
  score(data: TrainingData): { loss: number; accuracy: number } {
    if (this.#held?.of !== data) this.#held = { of: data, rows: this.#standardised(data) }
    const { inputs, truth } = this.#held.rows
    const { loss, right } = tf.tidy(() => outcome(this.#log(inputs), truth))
    return { loss: loss / data.count, accuracy: right / data.count }
  }

  /** Softmax probabilities of rows of features that are not learnt from, float32 each: [rows, classes], row by row. */
  probabilities(pixels: Uint8Array): Float32Array {
    const { shape } = this.#network
    return tf.tidy(() => {
      const inputs = toInputs(pixels, shape).sub(this.#mean).mul<TF.Tensor2D>(this.#scale)
      return this.#log(inputs).exp().dataSync<'float32'>()
    })
  }

  /** Ends it: the network that says the same of features as they come. It is this one's. */
  folded(): Network {
    const [kernel, bias] = this.#network.model.weights
    tf.tidy(() => {
      const scaled = kernel!.read().mul<TF.Tensor2D>(this.#scale.expandDims(1))
      const shift = this.#mean.expandDims<TF.Tensor2D>(0).matMul(scaled).squeeze([0])
      setWeight(bias!, bias!.read().sub(shift).dataSync<'float32'>())
      setWeight(kernel!, scaled.dataSync<'float32'>())
    })
    return this.#network
  }

  dispose(): void {
    const held = this.#held ? Object.values(this.#held.rows) : []
    tf.dispose([this.#mean, this.#scale, this.#weights, ...Object.values(this.#rows), ...held])
    this.#optimiser.dispose()
    this.#network.model.dispose()
  }

  #log(inputs: TF.Tensor2D): TF.Tensor2D {
    const [kernel, bias] = this.#network.model.weights
    return tf.logSoftmax(inputs.matMul(kernel!.read() as TF.Tensor2D).add<TF.Tensor2D>(bias!.read()))
  }

  #standardised({ pixels, labels }: TrainingData): Rows {
    const { shape, classes } = this.#network
    return tf.tidy(() => ({
      inputs: toInputs(pixels, shape).sub(this.#mean).mul<TF.Tensor2D>(this.#scale),
      truth: tf.oneHot(tf.tensor1d(labels, 'int32'), classes).toFloat() as TF.Tensor2D,
    }))
  }
}

function outcome(log: TF.Tensor2D, truth: TF.Tensor2D): Outcome {
  const loss = log.mul(truth).sum().neg().dataSync()[0]!
  const right = log.argMax(1).equal(truth.argMax(1)).sum().dataSync()[0]!
  return { loss, right }
}

/** Weights of the rows that sum to one, and of each class that has any to the same. */
function balanced(labels: Uint8Array, classes: number): Float32Array {
  const counts = new Array<number>(classes).fill(0)
  for (const label of labels) counts[label]!++
  const present = counts.filter((n) => n > 0).length
  return Float32Array.from(labels, (label) => 1 / (present * counts[label]!))
}
