import { DEFAULT_RECIPE, recipe, type Recipe } from '../../../../shared/recipes.ts'
import { TrainOptions, type Augmentation, type RecipeChanges } from '../../../../shared/train-options.ts'
import {
  accepts,
  augmentationOf,
  augments,
  knobChange,
  knobRange,
  KNOBS,
  knobText,
  NO_AUGMENTATION,
  together,
  type Knob,
  type KnobName,
} from './knobs.ts'

export type TrainRequest = { recipe: string; changes: RecipeChanges; seed: number }

/** A knob as it stands: what is typed, what the recipe has there, and what is said below it. */
export type KnobState = Knob & { text: string; own: string; about: string; problem: string | null }

const SEED_WANTS = 'a whole number from 0 to 4,294,967,295'

const seedOf = (text: string): number => (text.trim() === '' ? NaN : Number(text))

/** What a new model is to be trained with: a recipe, and what was changed of it, as it is typed. */
export class NewModel {
  #name = $state(DEFAULT_RECIPE)
  /** As typed; what is absent is the recipe's own. */
  #typed = $state<Partial<Record<KnobName, string>>>({})
  seed = $state('1')

  readonly #base = $derived(recipe(this.#name))
  readonly knobs = $derived(KNOBS.map((knob) => this.#stateOf(knob)))
  readonly seedProblem = $derived(
    TrainOptions.shape.seed.safeParse(seedOf(this.seed)).success ? null : `Seed must be ${SEED_WANTS}.`,
  )
  /** Name of the first knob with a wrong value, if any. */
  readonly wrong = $derived(
    this.knobs.find(({ problem }) => problem !== null)?.label ?? (this.seedProblem ? 'Seed' : null),
  )
  readonly #changes = $derived(
    together(
      this.knobs
        .filter((knob) => (knob.choices ? knob.text !== knob.own : Number(knob.text) !== Number(knob.own)))
        .map((knob) => knobChange(knob, knob.text)),
    ),
  )

  #stateOf(knob: Knob): KnobState {
    const own = knobText(this.#base, knob.name)
    const text = this.#typed[knob.name] ?? own
    const range = knobRange(knob)
    const unit = knob.unit ? ` ${knob.unit}` : ''
    const about = range ? `${knob.hint}: ${range.short}${unit}` : knob.hint
    const fits = accepts(this.#name, knobChange(knob, text))
    const example = knob.example ? `, such as ${knob.example}` : ''
    const problem = fits ? null : `${knob.label} must be ${range?.sentence ?? 'one of these'}${example}.`
    return { ...knob, text, own, about, problem }
  }

  get name() {
    return this.#name
  }
  /** Another recipe comes with its own values; the seed stays. */
  set name(name: string) {
    this.#name = name
    this.#typed = {}
  }

  /** How training images are varied, while nothing is wrong; else as the recipe has it. */
  get augmentation(): Augmentation {
    return (this.recipe ?? this.#base).options.augmentation
  }

  /** Whether training images are varied. On again, it is by the amounts of the recipe. */
  get varied(): boolean {
    return augments(this.augmentation)
  }
  set varied(on: boolean) {
    const amounts = on ? augmentationOf(this.#base) : NO_AUGMENTATION
    for (const { name, place } of KNOBS) {
      if (place === 'images') this.turn(name, String(amounts[name as keyof Augmentation] ?? 0))
    }
  }

  /** What would vary them, where it is off. */
  get offered(): Augmentation {
    return augmentationOf(this.#base)
  }

  get changed(): boolean {
    return Object.keys(this.#changes).length > 0
  }

  /** The recipe with its changes; null while one of them is wrong. */
  get recipe(): Recipe | null {
    return this.wrong === null ? recipe(this.#name, this.#changes) : null
  }

  /** What to ask for; null while something is wrong. */
  get request(): TrainRequest | null {
    if (this.wrong !== null) return null
    return { recipe: this.#name, changes: this.#changes, seed: seedOf(this.seed) }
  }

  turn(knob: KnobName, text: string): void {
    this.#typed = { ...this.#typed, [knob]: text }
  }
}
