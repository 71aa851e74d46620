import type { Filter, FilterPart } from '../../../../shared/contract/browse.ts'
import { restrictingParts, withoutPart } from '../../../../shared/filter.ts'
import { CHOICES, type Known } from './choices.ts'
import { chipOf, isPeriod, isRange, NAMES, type Chip } from './parts.ts'
import { periodWords } from './periods.ts'
import { rangeWords } from './ranges.ts'

/** What a chip says: "Class: Coat + 1", "Confidence 40–60 %"; its name alone where it does not restrict. */
export function chipWords(chip: Chip, filter: Filter, known: Known, now = new Date()): string {
  const name = NAMES[chip]
  if (chip === 'text') return filter.text ? `${name}: ${filter.text}` : name
  if (chip === 'set')
    return filter.set === undefined ? name : `${name}: ${known.setName?.(filter.set) ?? 'chosen images'}`
  if (isRange(chip)) return joined(name, filter[chip] && rangeWords(chip, filter[chip]))
  if (isPeriod(chip)) return joined(name, filter[chip] && periodWords(filter[chip], now))
  const { options, values } = CHOICES[chip]
  const chosen = values(filter)
  const choices = options(known).filter(({ value }) => chosen.includes(value))
  const [first] = choices
  if (!first) return chosen.length > 0 ? `${name}: a class that is gone` : name
  // "Corrected: Corrected" would say it twice.
  if (chip === 'corrected' || chip === 'flagged') return first.name
  if (chip === 'prediction') return `${name}: ${sentenceOf(choices.map((choice) => choice.name))}`
  return `${name}: ${first.name}${choices.length > 1 ? ` + ${choices.length - 1}` : ''}`
}

const sentenceOf = ([first, ...more]: string[]) =>
  [first, ...more.map((each) => each.toLowerCase())].join(', ')
const joined = (name: string, value: string | undefined) => (value ? `${name} ${value}` : name)

/** The same of one part of a filter, whatever else restricts. */
export function partWords(part: FilterPart, filter: Filter, known: Known, now?: Date): string {
  const others = restrictingParts(filter).filter((other) => other !== part)
  return chipWords(chipOf(part), others.reduce(withoutPart, filter), known, now)
}
