import { tf, type TF } from './tf.ts'
import type { Weight } from './training-layers.ts'

const BETA1 = 0.9
const BETA2 = 0.999
/** Keras's; the paper's 1e-8 is smaller than what float32 tells apart here. */
const EPSILON = 1e-7

/**
 * Adam (Kingma and Ba 2014, arXiv 1412.6980). Owns two tensors for each weight it has moved; `dispose` them.
 */
export class Adam {
  readonly #moments = new Map<Weight, { mean: TF.Variable; square: TF.Variable }>()
  #steps = 0

  /** Moves every weight against its gradient, by about `learningRate`. */
  step(gradients: Map<Weight, TF.Tensor>, learningRate: number): void {
    this.#steps++
    const rate = (learningRate * Math.sqrt(1 - BETA2 ** this.#steps)) / (1 - BETA1 ** this.#steps)
    // The paper's remark at the end of section 2: the same corrections, folded into the rate and epsilon.
    const epsilon = EPSILON * Math.sqrt(1 - BETA2 ** this.#steps)
    for (const [weight, gradient] of gradients) tf.tidy(() => this.#move(weight, gradient, rate, epsilon))
  }

  #move(weight: Weight, gradient: TF.Tensor, rate: number, epsilon: number): void {
    const { mean, square } = this.#momentsOf(weight, gradient.shape)
    mean.assign(mean.mul(BETA1).add(gradient.mul(1 - BETA1)))
    square.assign(square.mul(BETA2).add(gradient.square().mul(1 - BETA2)))
    weight.write(weight.read().sub(mean.mul(rate).div(square.sqrt().add(epsilon))))
  }

  #momentsOf(weight: Weight, shape: number[]) {
    let moments = this.#moments.get(weight)
    if (!moments) {
      moments = { mean: tf.variable(tf.zeros(shape), false), square: tf.variable(tf.zeros(shape), false) }
      this.#moments.set(weight, moments)
    }
    return moments
  }

  dispose(): void {
    for (const { mean, square } of this.#moments.values()) tf.dispose([mean, square])
    this.#moments.clear()
  }
}
