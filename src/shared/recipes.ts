import { z } from 'zod'
import { HaberdashError } from './errors.ts'
import { ArchitectureOptions, TrainOptions, type RecipeChanges } from './train-options.ts'

/** How a model is made from noise, as data: a network and how it is trained. Everything but the seed of a run. */
export const Recipe = z.strictObject({
  name: z.string(),
  /** What it is for, in a sentence or two. */
  about: z.string(),
  /** How many numbers its network learns, for images of 28 x 28 and ten classes. */
  weights: z.int().positive(),
  architecture: z.string(),
  /** Of the network; what is absent is the architecture's own. */
  network: ArchitectureOptions,
  options: TrainOptions.omit({ seed: true, freezeBatchNorm: true }),
})
export type Recipe = z.infer<typeof Recipe>

const NO_AUGMENTATION = { flip: false, shift: 0, zoom: 0, rotate: 0, erase: 0 }

/** The seed's notebook: Adam at a constant rate, nothing else. Keras 3 reached 91.2, 91.5 and 91.8 % with these. */
const classic = (name: string, of: Pick<Recipe, 'about' | 'weights' | 'network'>): Recipe => ({
  ...{ name, ...of, architecture: 'classic' },
  options: {
    ...{ epochs: 50, batch: 512, learningRate: 0.001, schedule: 'constant', labelSmoothing: 0 },
    augmentation: NO_AUGMENTATION,
  },
})

const RECIPES: Recipe[] = [
  {
    name: 'compact',
    about:
      'The one to start with: six convolutions on varied images, better than the classic ones, and small.',
    weights: 165_370,
    architecture: 'compact',
    network: { kernels: 16, dropout: 0.1 },
    options: {
      ...{ epochs: 20, batch: 128, learningRate: 0.003, schedule: 'cosine', labelSmoothing: 0.05 },
      augmentation: { flip: true, shift: 0.08, zoom: 0.1, rotate: 7, erase: 0.2, contrast: 0.3 },
    },
  },
  {
    // compact's network with what long trainings of it want.
    name: 'wide',
    about: 'For the best model, over hours: compact, twice as wide and trained three times as long.',
    weights: 657_898,
    architecture: 'compact',
    network: { kernels: 32, dropout: 0.2 },
    options: {
      ...{ epochs: 40, batch: 128, learningRate: 0.002, schedule: 'cosine', labelSmoothing: 0.1 },
      ...{ weightDecay: 0.05, averaging: 0.999, precision: 'bfloat16' },
      augmentation: { flip: true, shift: 0.08, zoom: 0.1, rotate: 7, erase: 0.4, contrast: 0.2 },
    },
  },
  classic('classic-32', {
    about: 'The smallest of the Keras notebook, one convolution: quick, and there to compare with.',
    weights: 173_738,
    network: { kernels: 32, dropout: 0 },
  }),
  classic('classic-64', {
    about: "The notebook's with twice the kernels: a little better, and slower.",
    weights: 347_114,
    network: { kernels: 64, dropout: 0 },
  }),
  classic('classic-64-dropout', {
    about: "The notebook's best: classic-64 with dropout, so that it learns less by heart.",
    weights: 347_114,
    network: { kernels: 64, dropout: 0.25 },
  }),
]

/** The one that is offered first. */
export const DEFAULT_RECIPE = 'compact'

export const RECIPE_NAMES: readonly string[] = RECIPES.map(({ name }) => name)

/**
 * The recipe of that name, with `changes` to its knobs (of the augmentation only the amounts given). Throws `recipe-unknown`, or `setting-invalid` where a knob is
 * out of its range.
 */
export function recipe(name: string, changes: RecipeChanges = {}): Recipe {
  const found = RECIPES.find((one) => one.name === name)
  if (!found) {
    throw new HaberdashError('recipe-unknown', `There is no recipe called "${name}".`, {
      todo: `Choose one of: ${RECIPE_NAMES.join(', ')}.`,
    })
  }
  const { kernels, dropout, augmentation = {}, ...rest } = changes
  const network = { ...found.network, ...defined({ kernels, dropout }) }
  const options = {
    ...found.options,
    ...defined(rest),
    augmentation: { ...found.options.augmentation, ...defined(augmentation) },
  }
  const parsed = Recipe.safeParse({ ...found, network, options })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const knob = issue?.path.slice(1).join('.') ?? 'a setting'
  throw new HaberdashError('setting-invalid', `The recipe can't be trained with this ${knob}.`, {
    todo: `Change ${knob}: ${issue?.message ?? 'it is out of range'}.`,
  })
}

const defined = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
