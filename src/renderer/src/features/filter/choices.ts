import { Finding, type Filter } from '../../../../shared/contract/browse.ts'
import type { ClassInfo, LibraryInfo } from '../../../../shared/contract/library.ts'
import { Actor, Source, Split, type ClassId } from '../../../../shared/domain.ts'
import type { SetId } from '../../../../shared/contract/sets.ts'
import type { ChoicePart } from './parts.ts'

export type Option = {
  value: string
  name: string
  color?: number
  /** Of those of the same group one at most is chosen. */
  group?: string
}

/** What of a library there is to choose from. */
export type Known = {
  classes: readonly ClassInfo[]
  notGarment: LibraryInfo['notGarment'] | undefined
  /** What a kept list of images is called; undefined until that is known. */
  setName?: (id: SetId) => string | undefined
  /** Photos alone: no test images, and one source. */
  ownPhotos: boolean
}

const NO_LABEL = 'none'
const SPLITS: Record<Split, string> = { train: 'Train', test: 'Test', holdout: 'Held out' }
const SOURCES: Record<Source, string> = { dataset: 'Dataset', photo: 'Your photos' }
const ACTORS: Record<Actor, string> = {
  dataset: 'Dataset',
  person: 'You',
  model: 'The model, accepted by you',
  import: 'Import',
}

export const FINDINGS: Record<Finding, string> = {
  'label-issue': 'Likely wrong label',
  'near-duplicate': 'Near-duplicate',
  outlier: 'Unlike all others',
  dark: 'Dark',
  blurred: 'Blurred',
  tiny: 'Tiny',
  blank: 'Nearly blank',
}

/** One part: what can be chosen, what is, and what the filter is after another choice. */
type Choice = {
  options: (known: Known) => Option[]
  values: (filter: Filter) => string[]
  change: (values: readonly string[]) => Partial<Filter>
}

const named = <Name extends string>(names: Record<Name, string>): Option[] =>
  Object.entries<string>(names).map(([value, name]) => ({ value, name }))
const ofClasses = (classes: readonly ClassInfo[]): Option[] =>
  classes.map(({ id, name, color }) => ({ value: String(id), name, color }))
const classIds = (values: readonly string[]) =>
  values.filter((value) => value !== NO_LABEL).map((value) => Number(value) as ClassId)

/** Of a question that is answered by yes or no, or not asked. */
const answer = (value: boolean | undefined, yes: string, no: string) =>
  value === undefined ? [] : [value ? yes : no]
const asked = (values: readonly string[], yes: string, no: string) =>
  values.includes(yes) ? true : values.includes(no) ? false : undefined
const yesOrNo = (part: 'corrected' | 'flagged', yes: string, no: string): Choice => ({
  options: () => [
    { value: 'yes', name: yes, group: part },
    { value: 'no', name: no, group: part },
  ],
  values: (filter) => answer(filter[part], 'yes', 'no'),
  change: (values) => ({ [part]: asked(values, 'yes', 'no') }),
})

export const CHOICES: Record<ChoicePart, Choice> = {
  classes: {
    options: ({ classes, notGarment }) => [
      ...ofClasses(classes),
      { value: NO_LABEL, name: 'No label' },
      ...(notGarment ? [{ value: String(notGarment.id), name: notGarment.name }] : []),
    ],
    values: ({ classes, unlabelled }) => [...classes.map(String), ...(unlabelled ? [NO_LABEL] : [])],
    change: (values) => ({ classes: classIds(values), unlabelled: values.includes(NO_LABEL) }),
  },
  predicted: {
    options: ({ classes }) => ofClasses(classes),
    values: ({ predicted }) => predicted.map(String),
    change: (values) => ({ predicted: classIds(values) }),
  },
  prediction: {
    options: () => [
      { value: 'differs', name: 'Differs from label', group: 'label' },
      { value: 'same', name: 'Same as label', group: 'label' },
      { value: 'unsure', name: 'Not sure', group: 'sureness' },
      { value: 'sure', name: 'Sure', group: 'sureness' },
    ],
    values: ({ disagrees, unsure }) => [
      ...answer(disagrees, 'differs', 'same'),
      ...answer(unsure, 'unsure', 'sure'),
    ],
    change: (values) => ({
      disagrees: asked(values, 'differs', 'same'),
      unsure: asked(values, 'unsure', 'sure'),
    }),
  },
  splits: {
    options: ({ ownPhotos }) => named(SPLITS).filter(({ value }) => !ownPhotos || value !== 'test'),
    values: ({ splits }) => splits,
    change: (values) => ({ splits: Split.options.filter((split) => values.includes(split)) }),
  },
  sources: {
    options: () => named(SOURCES),
    values: ({ sources }) => sources,
    change: (values) => ({ sources: Source.options.filter((source) => values.includes(source)) }),
  },
  labelledBy: {
    options: ({ ownPhotos }) => named(ACTORS).filter(({ value }) => !ownPhotos || value !== 'dataset'),
    values: ({ labelledBy }) => labelledBy,
    change: (values) => ({ labelledBy: Actor.options.filter((actor) => values.includes(actor)) }),
  },
  findings: {
    options: () => named(FINDINGS),
    values: ({ findings }) => findings,
    change: (values) => ({ findings: Finding.options.filter((finding) => values.includes(finding)) }),
  },
  corrected: yesOrNo('corrected', 'Corrected', 'Not corrected'),
  flagged: yesOrNo('flagged', 'Flagged', 'Not flagged'),
}

/** What is chosen once an option is switched. */
export function switched(options: readonly Option[], chosen: readonly string[], value: string): string[] {
  if (chosen.includes(value)) return chosen.filter((each) => each !== value)
  const { group } = options.find((option) => option.value === value) ?? {}
  const rivals = group ? options.filter((option) => option.group === group).map((option) => option.value) : []
  return [...chosen.filter((each) => !rivals.includes(each)), value]
}
