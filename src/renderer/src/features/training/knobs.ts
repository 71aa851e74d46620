import { recipe, RECIPE_NAMES, type Recipe } from '../../../../shared/recipes.ts'
import { Augmentation, type RecipeChanges } from '../../../../shared/train-options.ts'
import { count, many, percent } from '../../lib/format.ts'

export type KnobName = 'epochs' | 'batch' | 'learningRate' | 'kernels' | 'dropout' | 'labelSmoothing'

type Knob = {
  name: KnobName
  label: string
  /** What it does. */
  hint: string
  /** What may be said there; the recipe's schema decides. */
  wants: string
}

export const KNOBS: readonly Knob[] = [
  {
    name: 'epochs',
    label: 'Epochs',
    hint: 'How often it sees every image',
    wants: 'a whole number from 1 to 1,000',
  },
  { name: 'batch', label: 'Batch', hint: 'Images in a step', wants: 'a whole number from 1 to 4,096' },
  {
    name: 'learningRate',
    label: 'Learning rate',
    hint: 'How far a step goes, at its largest',
    wants: 'a number above 0, at most 1, such as 0.001',
  },
  {
    name: 'kernels',
    label: 'Kernels',
    hint: 'Patterns its first layer looks for',
    wants: 'a whole number from 1 to 512',
  },
  {
    name: 'dropout',
    label: 'Dropout',
    hint: 'Part of the values left out at random',
    wants: 'a number from 0 to less than 1, such as 0.25',
  },
  {
    name: 'labelSmoothing',
    label: 'Label smoothing',
    hint: 'How much doubt each label is given',
    wants: 'a number from 0 to 0.5, such as 0.05',
  },
]

/** What a recipe sets a knob to; undefined where its network has no such knob. */
export const knobValue = ({ network, options }: Recipe, name: KnobName): number | undefined =>
  name === 'kernels' || name === 'dropout' ? network[name] : options[name]

export const NO_AUGMENTATION: Augmentation = Augmentation.parse({})

export const augments = ({ flip, contrast = 0, ...amounts }: Augmentation): boolean =>
  flip || contrast > 0 || Object.values(amounts).some((amount) => amount > 0)

/** How a recipe's images are varied where that is on: its own way, or that of the first recipe that has one. */
export function augmentationOf({ options }: Recipe): Augmentation {
  const all = [options, ...RECIPE_NAMES.map((name) => recipe(name).options)]
  return all.map(({ augmentation }) => augmentation).find(augments) ?? NO_AUGMENTATION
}

export function augmentationText({ flip, shift, zoom, rotate, erase, contrast = 0 }: Augmentation): string {
  const parts = [
    ...(flip ? ['mirrored'] : []),
    ...(shift > 0 ? [`shifted up to ${percent(shift)}`] : []),
    ...(zoom > 0 ? [`scaled up to ${percent(zoom)}`] : []),
    ...(rotate > 0 ? [`turned up to ${rotate}°`] : []),
    ...(erase > 0 ? [`${percent(erase)} of them partly erased`] : []),
    ...(contrast > 0 ? ['in other tones'] : []),
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

/** Whether the recipe can be trained with these changes. */
export function accepts(name: string, changes: RecipeChanges): boolean {
  try {
    recipe(name, changes)
    return true
  } catch {
    return false
  }
}
