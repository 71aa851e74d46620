import { add, multiply } from './kernels.ts'
import { tf, type TF } from './tf.ts'
import type { Weight } from './training-layers.ts'

/**
 * A running mean of weights over the steps, each step's share fading by `decay` (Polyak and Juditsky 1992; Izmailov et
 * al. 2018, arXiv 1803.05407): steadier than the weights of the last step, and mostly better. Owns a tensor for each
 * weight; `dispose` them.
 */
export class Average {
  readonly #decay: number
  readonly #means: Map<Weight, TF.Tensor>
  #steps = 0

  constructor(weights: Weight[], decay: number) {
    this.#decay = decay
    this.#means = new Map(weights.map((weight) => [weight, weight.read().clone()]))
  }

  /** Takes the weights as they are now into the mean. */
  step(): void {
    this.#steps++
    // The start is noise: it fades sooner, as in TensorFlow's ExponentialMovingAverage with num_updates.
    const decay = Math.min(this.#decay, (1 + this.#steps) / (10 + this.#steps))
    for (const [weight, mean] of this.#means) {
      const next = tf.tidy(() => add(multiply(mean, decay), multiply(weight.read(), 1 - decay)))
      mean.dispose()
      this.#means.set(weight, next)
    }
  }

  /** Gives the weights their means while `work` is done, and then their own values again. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const own = [...this.#means.keys()].map((weight) => [weight, weight.read().clone()] as const)
    for (const [weight, mean] of this.#means) weight.write(mean)
    try {
      return await work()
    } finally {
      for (const [weight, value] of own) {
        weight.write(value)
        value.dispose()
      }
    }
  }

  state(): Map<string, Float32Array> {
    return new Map(
      [...this.#means].map(([weight, mean]) => [weight.originalName, mean.dataSync<'float32'>()]),
    )
  }

  /** Goes on where a state was taken, after so many steps. */
  restore(means: Map<string, Float32Array>, steps: number): void {
    this.#steps = steps
    for (const [weight, old] of this.#means) {
      const values = means.get(weight.originalName)
      if (!values) continue
      this.#means.set(weight, tf.tensor(values, old.shape))
      old.dispose()
    }
  }

  dispose(): void {
    tf.dispose([...this.#means.values()])
    this.#means.clear()
  }
}
