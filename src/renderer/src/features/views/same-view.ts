import type { Filter, ViewSpec } from '../../../../shared/contract/browse.ts'
import { restrictingParts } from '../../../../shared/filter.ts'

/** What restricts, always said in the same way: lists have no order, and what does not restrict is not there. */
function plain(filter: Filter): string {
  const parts = restrictingParts(filter).toSorted()
  return JSON.stringify([filter.unlabelled, ...parts.map((part) => [part, ordered(filter[part])])])
}

function ordered(value: Filter[keyof Filter]): unknown {
  if (Array.isArray(value)) return value.map(String).toSorted()
  if (typeof value !== 'object') return value
  const ends = Object.entries(value).filter(([, end]) => end !== undefined)
  return ends.toSorted(([one], [other]) => one.localeCompare(other))
}

/** Whether two views show the same images in the same order. */
export const sameView = (one: ViewSpec, other: ViewSpec): boolean =>
  one.sort === other.sort &&
  (one.sort !== 'random' || one.seed === other.seed) &&
  plain(one.filter) === plain(other.filter)
