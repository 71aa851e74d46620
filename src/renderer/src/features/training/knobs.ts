import { recipe, RECIPE_NAMES, type Recipe } from '../../../../shared/recipes.ts'
import { Augmentation, type RecipeChanges } from '../../../../shared/train-options.ts'
import { count, many, percent } from '../../lib/format.ts'
import { rangeOf, type Range } from './ranges.ts'

type Amount = keyof Augmentation
export type KnobName = Exclude<keyof RecipeChanges, 'augmentation'> | Amount

/** Where a knob lies: at hand, or under Advanced, there with the training itself or with the images. */
export type Place = 'basic' | 'advanced' | 'images'

export type Knob = {
  name: KnobName
  place: Place
  label: string
  /** What it does. */
  hint: string
  /** What its number counts, as it is said after it. */
  unit?: string
  /** A sensible number. */
  example?: string
  /** For one that is no number: what may be chosen, with its name. */
  choices?: Record<string, string>
}

export const KNOBS: readonly Knob[] = [
  { name: 'epochs', place: 'basic', label: 'Epochs', hint: 'How often it sees every image' },
  { name: 'batch', place: 'basic', label: 'Batch', hint: 'Images in a step' },
  {
    ...{ name: 'learningRate', place: 'basic', label: 'Learning rate', example: '0.001' },
    hint: 'Size of a step, at its largest',
  },
  { name: 'kernels', place: 'basic', label: 'Kernels', hint: 'Patterns its first layer looks for' },
  {
    ...{ name: 'dropout', place: 'basic', label: 'Dropout', example: '0.25' },
    hint: 'Part of the values left out at random',
  },
  {
    ...{ name: 'optimiser', place: 'advanced', label: 'Optimiser' },
    hint: 'How steps follow from gradients; SGD wants a higher rate than Adam',
    choices: { adam: 'Adam', sgd: 'SGD' },
  },
  {
    ...{ name: 'schedule', place: 'advanced', label: 'Schedule' },
    hint: 'How the learning rate goes: the same throughout, or up and down to zero',
    choices: { constant: 'Constant', cosine: 'Cosine' },
  },
  {
    ...{ name: 'weightDecay', place: 'advanced', label: 'Weight decay', example: '0.05' },
    ...{ hint: 'How strongly weights are kept small', unit: 'of the rate' },
  },
  {
    ...{ name: 'averaging', place: 'advanced', label: 'Averaging', example: '0.999' },
    ...{ hint: 'How slowly the mean of weights fades', unit: 'a step' },
  },
  {
    ...{ name: 'labelSmoothing', place: 'advanced', label: 'Label smoothing', example: '0.05' },
    ...{ hint: 'How much doubt each label is given', unit: 'of its weight' },
  },
  {
    ...{ name: 'precision', place: 'advanced', label: 'Precision' },
    hint: 'Of convolutions; bfloat16 is faster where the processor is made for it',
    choices: { float32: 'float32', bfloat16: 'bfloat16' },
  },
  {
    ...{ name: 'flip', place: 'images', label: 'Mirror', hint: 'Every other time, left for right' },
    choices: { true: 'On', false: 'Off' },
  },
  {
    ...{ name: 'shift', place: 'images', label: 'Shift', example: '0.1' },
    ...{ hint: 'Furthest way up, down or aside', unit: 'of the side' },
  },
  {
    ...{ name: 'zoom', place: 'images', label: 'Zoom', example: '0.1' },
    ...{ hint: 'Most that it grows or shrinks by', unit: 'of the size' },
  },
  {
    ...{ name: 'rotate', place: 'images', label: 'Rotate', example: '10' },
    ...{ hint: 'Furthest turn, either way', unit: 'degrees' },
  },
  {
    ...{ name: 'erase', place: 'images', label: 'Erase', example: '0.2' },
    ...{ hint: 'How many get a noisy rectangle', unit: 'of the images' },
  },
  {
    ...{ name: 'contrast', place: 'images', label: 'Contrast', example: '0.3' },
    hint: 'How far tones between black and white are bent',
  },
  {
    ...{ name: 'colour', place: 'images', label: 'Colour', example: '0.3' },
    hint: 'Of colour photos: how far saturation and tint may go',
  },
]

const isAmount = (name: KnobName): name is Amount => Object.hasOwn(Augmentation.shape, name)

/** What may be said at a knob; null for a choice. */
export const knobRange = ({ name }: Knob): Range | null =>
  rangeOf(isAmount(name) ? ['augmentation', name] : [name])

/** What a recipe sets a knob to, as it is typed. */
export function knobText({ network, options }: Recipe, name: KnobName): string {
  if (name === 'kernels' || name === 'dropout') return String(network[name])
  if (name === 'optimiser') return options.optimiser ?? 'adam'
  if (name === 'precision') return options.precision ?? 'float32'
  return String((isAmount(name) ? options.augmentation[name] : options[name]) ?? 0)
}

/** "Epochs" with nothing in it is no number, not zero. */
const number = (text: string): number => (text.trim() === '' ? NaN : Number(text))

/** What was typed or chosen at a knob, as a change to a recipe. */
export function knobChange({ name, choices }: Knob, text: string): RecipeChanges {
  const value = name === 'flip' ? text === 'true' : choices ? text : number(text)
  return isAmount(name) ? { augmentation: { [name]: value } } : { [name]: value }
}

/** Changes to several knobs as one. */
export function together(changes: readonly RecipeChanges[]): RecipeChanges {
  const augmentation = Object.assign({}, ...changes.map((change) => change.augmentation)) as object
  const all = Object.assign({}, ...changes) as RecipeChanges
  return Object.keys(augmentation).length > 0 ? { ...all, augmentation } : all
}

export const NO_AUGMENTATION: Augmentation = Augmentation.parse({})

export const augments = ({ flip, ...amounts }: Augmentation): boolean =>
  flip || Object.values(amounts).some((amount) => amount > 0)

/** How a recipe's images are varied where that is on: its own way, or that of the first recipe that has one. */
export function augmentationOf({ options }: Recipe): Augmentation {
  const all = [options, ...RECIPE_NAMES.map((name) => recipe(name).options)]
  return all.map(({ augmentation }) => augmentation).find(augments) ?? NO_AUGMENTATION
}

export function augmentationText(augmentation: Augmentation): string {
  const { flip, shift, zoom, rotate, erase, contrast = 0, colour = 0 } = augmentation
  const parts = [
    ...(flip ? ['mirrored'] : []),
    ...(shift > 0 ? [`shifted up to ${percent(shift)}`] : []),
    ...(zoom > 0 ? [`scaled up to ${percent(zoom)}`] : []),
    ...(rotate > 0 ? [`turned up to ${rotate}°`] : []),
    ...(erase > 0 ? [`${percent(erase)} of them partly erased`] : []),
    ...(contrast > 0 ? ['in other tones'] : []),
    ...(colour > 0 ? ['in other colours'] : []),
  ]
  return parts.join(', ')
}

/** What training by a recipe will do, in a sentence. */
export function recipeText({ architecture, network, options }: Recipe): string {
  const { kernels, dropout } = network
  const traits = [
    ...(kernels === undefined ? [] : [many(kernels, 'kernel')]),
    ...(dropout === undefined ? [] : [dropout > 0 ? `dropout ${dropout}` : 'no dropout']),
  ]
  const brackets = traits.length > 0 ? ` (${traits.join(', ')})` : ''
  const times = options.epochs === 1 ? 'once' : `${count(options.epochs)} times`
  const varied = augments(options.augmentation) ? 'varied each time' : 'as they are'
  return `Trains a new ${architecture} network${brackets} from nothing: ${times} through the training images, ${count(options.batch)} at a time, ${varied}.`
}

const million = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })

/** What a recipe is for and how large it is, before any change. */
export const aboutText = ({ about, weights }: Recipe): string =>
  `${about} ${million.format(weights / 1e6)} million weights.`

/** Whether the recipe can be trained with these changes. */
export function accepts(name: string, changes: RecipeChanges): boolean {
  try {
    recipe(name, changes)
    return true
  } catch {
    return false
  }
}
