import type { Filter, FilterPart } from '../../../../shared/contract/browse.ts'
import { restrictingParts, withoutPart } from '../../../../shared/filter.ts'

/** What is chosen from a list, as a range of numbers, as a period, or typed. */
export type ChoicePart =
  | ('classes' | 'prediction' | 'splits' | 'sources' | 'labelledBy' | 'corrected' | 'flagged')
  | ('predicted' | 'findings')
export type RangePart = 'confidence' | 'margin' | 'loss'
export type PeriodPart = 'added' | 'labelled'
/** A part of the filter as the bar shows it: one chip each. */
export type Chip = ChoicePart | RangePart | PeriodPart | 'text' | 'set'

export const NAMES: Record<Chip, string> = {
  classes: 'Class',
  prediction: 'Prediction',
  splits: 'Split',
  sources: 'Source',
  labelledBy: 'Labelled by',
  corrected: 'Corrected',
  labelled: 'Labelled',
  flagged: 'Flagged',
  predicted: 'Predicted',
  confidence: 'Confidence',
  margin: 'Margin',
  loss: 'Loss',
  added: 'Added',
  findings: 'Found',
  set: 'Among',
  text: 'File name',
}

/** As they are offered, where there is room to be plain. */
export const TITLES: Record<Chip, string> = {
  ...NAMES,
  predicted: 'Predicted class',
  labelled: 'Date labelled',
  added: 'Date added',
  flagged: 'Flag',
  findings: 'What the checks found',
  set: 'A list of images',
}

/** Always in the bar, whether they restrict or not. */
export const ALWAYS: readonly Chip[] = ['classes', 'prediction', 'splits', 'sources']

/** All parts, as they are offered. */
export const GROUPS: readonly { title: string; chips: readonly Chip[] }[] = [
  { title: 'By its label', chips: ['classes', 'labelledBy', 'corrected', 'labelled'] },
  { title: 'By the model', chips: ['prediction', 'predicted', 'confidence', 'margin', 'loss'] },
  { title: 'By the image', chips: ['splits', 'sources', 'flagged', 'findings', 'added', 'text'] },
]

/** Two parts of the filter are one to a person: what the model says of the label, and how sure it is. */
export const chipOf = (part: FilterPart): Chip =>
  part === 'disagrees' || part === 'unsure' ? 'prediction' : part === 'unlabelled' ? 'classes' : part

const partsOf = (chip: Chip): FilterPart[] => (chip === 'prediction' ? ['disagrees', 'unsure'] : [chip])

export const isRange = (chip: Chip): chip is RangePart => ['confidence', 'margin', 'loss'].includes(chip)
export const isPeriod = (chip: Chip): chip is PeriodPart => chip === 'added' || chip === 'labelled'

/** Whether the filter restricts by it. */
export const isActive = (filter: Filter, chip: Chip): boolean =>
  restrictingParts(filter).some((part) => chipOf(part) === chip)

/** The filter without what a chip says. */
export const withoutChip = (filter: Filter, chip: Chip): Filter => partsOf(chip).reduce(withoutPart, filter)
