import { recipe, RECIPE_NAMES, type Recipe } from '../../../../shared/recipes.ts'
import { TrainOptions, type RecipeChanges } from '../../../../shared/train-options.ts'
import {
  accepts,
  augmentationOf,
  augments,
  KNOBS,
  knobValue,
  NO_AUGMENTATION,
  type KnobName,
} from './knobs.ts'

export type TrainRequest = { recipe: string; changes: RecipeChanges; seed: number }

const SEED_WANTS = 'a whole number from 0 to 4,294,967,295'

/** "Epochs" with nothing in it is no number, not zero. */
const number = (text: string): number => (text.trim() === '' ? NaN : Number(text))

/** What a new model is to be trained with: a recipe, and what was changed of it, as it is typed. */
export class NewModel {
  #name = $state(RECIPE_NAMES[0]!)
  /** As typed; what is absent is the recipe's own. */
  #typed = $state<Partial<Record<KnobName, string>>>({})
  #varied = $state<boolean | null>(null)
  seed = $state('1')

  readonly #base = $derived(recipe(this.#name))
  readonly knobs = $derived(
    KNOBS.flatMap((knob) => {
      const own = knobValue(this.#base, knob.name)
      if (own === undefined) return []
      const text = this.#typed[knob.name] ?? String(own)
      const problem = accepts(this.#name, { [knob.name]: number(text) })
        ? null
        : `${knob.label} must be ${knob.wants}.`
      return [{ ...knob, text, own, problem }]
    }),
  )
  readonly seedProblem = $derived(
    TrainOptions.shape.seed.safeParse(number(this.seed)).success ? null : `Seed must be ${SEED_WANTS}.`,
  )
  /** The first that is wrong. */
  readonly problem = $derived(this.knobs.find(({ problem }) => problem !== null)?.problem ?? this.seedProblem)
  readonly #changes = $derived.by((): RecipeChanges => {
    const changed = this.knobs.filter(({ text, own }) => number(text) !== own)
    const knobs = Object.fromEntries(changed.map(({ name, text }) => [name, number(text)]))
    if (this.varied === augments(this.#base.options.augmentation)) return knobs
    return { ...knobs, augmentation: this.varied ? this.augmentation : NO_AUGMENTATION }
  })

  get name() {
    return this.#name
  }
  /** Another recipe comes with its own values; the seed stays. */
  set name(name: string) {
    this.#name = name
    this.#typed = {}
    this.#varied = null
  }

  /** Whether training images are varied. */
  get varied(): boolean {
    return this.#varied ?? augments(this.#base.options.augmentation)
  }
  set varied(on: boolean) {
    this.#varied = on
  }

  /** How they are varied, where they are. */
  get augmentation() {
    return augmentationOf(this.#base)
  }

  get changed(): boolean {
    return Object.keys(this.#changes).length > 0
  }

  /** The recipe with its changes; null while one of them is wrong. */
  get recipe(): Recipe | null {
    return this.problem === null ? recipe(this.#name, this.#changes) : null
  }

  /** What to ask for; null while something is wrong. */
  get request(): TrainRequest | null {
    if (this.problem !== null) return null
    return { recipe: this.#name, changes: this.#changes, seed: number(this.seed) }
  }

  turn(knob: KnobName, text: string): void {
    this.#typed = { ...this.#typed, [knob]: text }
  }
}
