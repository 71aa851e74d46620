import type { TrainOptions } from '../../shared/contract/engine.ts'
import { adam } from './adam.ts'
import { multiply } from './kernels.ts'
import { sgd } from './sgd.ts'
import { tf, type TF } from './tf.ts'
import type { Weight } from './training-layers.ts'
import { assign, read, variable } from './variables.ts'

/** Moves a weight's variable and its slots in place, against the gradient. */
type Move = (value: TF.Tensor, slots: TF.Tensor[], gradient: TF.Tensor) => void

/** What tells one optimiser from another. */
export type Rule = {
  /** What it remembers of each weight's gradients, by name: numbers in the weight's shape, at first zeros. */
  slots: readonly string[]
  /** One kernel a weight, for a step (counted from 1) at this rate. Called within the step's `tidy`. */
  move(step: number, learningRate: number): Move
}

const RULES: Record<NonNullable<TrainOptions['optimiser']>, Rule> = { adam, sgd }

/** The steps taken, and every slot of every weight that has moved, by "slot weight" ("mean conv2d_1/kernel"). */
export type OptimiserState = { steps: number; arrays: Map<string, Float32Array> }

type Variables = { value: TF.Tensor; slots: TF.Tensor[] }

/** Moves weights by the rule of its name. Owns a tensor for each weight it has moved and each of its slots; `dispose` them. */
export class Optimiser {
  readonly #rule: Rule
  readonly #variables = new Map<Weight, Variables>()
  #steps = 0

  constructor(name: TrainOptions['optimiser'] = 'adam') {
    this.#rule = RULES[name]
  }

  /**
   * Moves every weight against its gradient. With `weightDecay` kernels (not biases, nor what batch normalisation has)
   * also shrink by that part of the rate, apart from the gradient (Loshchilov and Hutter 2017, arXiv 1711.05101).
   */
  step(gradients: Map<Weight, TF.Tensor>, learningRate: number, weightDecay = 0): void {
    this.#steps++
    tf.tidy(() => {
      const move = this.#rule.move(this.#steps, learningRate)
      for (const [weight, gradient] of gradients) {
        const decays = weightDecay > 0 && weight.shape.length > 1
        if (decays) weight.write(multiply(weight.read(), 1 - learningRate * weightDecay))
        const { value, slots } = this.#variablesOf(weight)
        // The weight itself stays the truth: what else changes it, changes it for the next step.
        assign(value, weight.read())
        move(value, slots, gradient)
        weight.write(read(value))
      }
    })
  }

  #variablesOf(weight: Weight): Variables {
    const known = this.#variables.get(weight)
    if (known) return known
    const of = weight.shape as number[]
    const made = { value: variable(of), slots: this.#rule.slots.map(() => variable(of)) }
    for (const slot of made.slots) assign(slot, tf.zeros(of))
    this.#variables.set(weight, made)
    return made
  }

  state(): OptimiserState {
    const values = (from: TF.Tensor) => tf.tidy(() => read(from).dataSync<'float32'>())
    const arrays = [...this.#variables].flatMap(([weight, { slots }]) =>
      slots.map((slot, i) => [`${this.#rule.slots[i]} ${weight.originalName}`, values(slot)] as const),
    )
    return { steps: this.#steps, arrays: new Map(arrays) }
  }

  /** Goes on where a state was taken. `weights` are those that may have moved then. */
  restore({ steps, arrays }: OptimiserState, weights: Weight[]): void {
    this.#steps = steps
    tf.tidy(() => {
      for (const weight of weights) {
        const saved = this.#rule.slots.map((slot) => arrays.get(`${slot} ${weight.originalName}`))
        if (!saved.every((values) => values !== undefined)) continue
        const { slots } = this.#variablesOf(weight)
        saved.forEach((values, i) => assign(slots[i]!, tf.tensor(values, weight.shape as number[])))
      }
    })
  }

  dispose(): void {
    for (const { value, slots } of this.#variables.values()) tf.dispose([value, ...slots])
    this.#variables.clear()
  }
}
