import { multiply } from './kernels.ts'
import { bool, FLOAT, run, runAll, shape, text, type } from './native.ts'
import { tf, type TF } from './tf.ts'
import type { Weight } from './training-layers.ts'

const BETA1 = 0.9
const BETA2 = 0.999
/** Keras's; the paper's 1e-8 is smaller than what float32 tells apart here. */
const EPSILON = 1e-7
/** TensorFlow's name for a variable that ends with the last tensor that refers to it. */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347'

/** References to TensorFlow's variables: one kernel moves all three in place. */
type Slots = Record<'value' | 'mean' | 'square', TF.Tensor>

function variable(of: number[]): TF.Tensor {
  const attributes = [
    type('dtype'),
    shape('shape', of),
    text('container', ''),
    text('shared_name', ANONYMOUS),
  ]
  return tf.keep(run('VarHandleOp', attributes, []))
}

const assign = (to: TF.Tensor, value: TF.Tensor): void =>
  void runAll('AssignVariableOp', [type('dtype'), bool('validate_shape', false)], [to, value], 0)

const read = (from: TF.Tensor): TF.Tensor => run('ReadVariableOp', [type('dtype', FLOAT)], [from])

/** Where the optimiser is: the steps it has taken, and mean and square of each weight's gradients, by weight name. */
export type AdamState = { steps: number; moments: Map<string, { mean: Float32Array; square: Float32Array }> }

/** Adam (Kingma and Ba 2014, arXiv 1412.6980). Owns three tensors for each weight it has moved; `dispose` them. */
export class Adam {
  readonly #slots = new Map<Weight, Slots>()
  #steps = 0

  /**
   * Moves every weight against its gradient, by about `learningRate`. With `weightDecay` kernels (not biases, nor what
   * batch normalisation has) also shrink by that part of the rate (AdamW: Loshchilov and Hutter 2017, arXiv 1711.05101).
   */
  step(gradients: Map<Weight, TF.Tensor>, learningRate: number, weightDecay = 0): void {
    this.#steps++
    tf.tidy(() => {
      const powers = [BETA1 ** this.#steps, BETA2 ** this.#steps]
      const numbers = [...powers, learningRate, BETA1, BETA2, EPSILON].map((n) => tf.scalar(n))
      for (const [weight, gradient] of gradients) {
        const decays = weightDecay > 0 && weight.shape.length > 1
        if (decays) weight.write(multiply(weight.read(), 1 - learningRate * weightDecay))
        this.#move(weight, gradient, numbers)
      }
    })
  }

  #move(weight: Weight, gradient: TF.Tensor, numbers: TF.Tensor[]): void {
    const { value, mean, square } = this.#slotsOf(weight)
    // The weight itself stays the truth: what else changes it, changes it for the next step.
    assign(value, weight.read())
    const attributes = [type('T'), bool('use_locking', false), bool('use_nesterov', false)]
    runAll('ResourceApplyAdam', attributes, [value, mean, square, ...numbers, gradient], 0)
    weight.write(read(value))
  }

  #slotsOf(weight: Weight): Slots {
    const known = this.#slots.get(weight)
    if (known) return known
    const of = weight.shape as number[]
    const slots = { value: variable(of), mean: variable(of), square: variable(of) }
    assign(slots.mean, tf.zeros(of))
    assign(slots.square, tf.zeros(of))
    this.#slots.set(weight, slots)
    return slots
  }

  state(): AdamState {
    const values = (from: TF.Tensor) => tf.tidy(() => read(from).dataSync<'float32'>())
    const moments = [...this.#slots].map(
      ([weight, { mean, square }]) =>
        [weight.originalName, { mean: values(mean), square: values(square) }] as const,
    )
    return { steps: this.#steps, moments: new Map(moments) }
  }

  /** Goes on where a state was taken. `weights` are those that moved then. */
  restore({ steps, moments }: AdamState, weights: Weight[]): void {
    this.#steps = steps
    tf.tidy(() => {
      for (const weight of weights) {
        const saved = moments.get(weight.originalName)
        if (!saved) continue
        const { mean, square } = this.#slotsOf(weight)
        assign(mean, tf.tensor(saved.mean, weight.shape as number[]))
        assign(square, tf.tensor(saved.square, weight.shape as number[]))
      }
    })
  }

  dispose(): void {
    for (const slots of this.#slots.values()) tf.dispose(Object.values(slots))
    this.#slots.clear()
  }
}
