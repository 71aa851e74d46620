import type { Filter, FilterPart } from './contract/browse.ts'

/** The parts by which a filter restricts. `unlabelled` is one of the classes that are asked for. */
export function restrictingParts(filter: Filter): FilterPart[] {
  const parts = Object.keys(filter) as FilterPart[]
  return parts.filter((part) => part !== 'unlabelled' && restricts(filter, part))
}

function restricts(filter: Filter, part: FilterPart): boolean {
  if (part === 'classes') return filter.classes.length > 0 || filter.unlabelled
  const value = filter[part]
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object') return Object.values(value).some((end) => end !== undefined)
  return value !== undefined && value !== ''
}

/** The filter with one of its parts taken away. */
export function withoutPart(filter: Filter, part: FilterPart): Filter {
  if (part === 'classes') return { ...filter, classes: [], unlabelled: false }
  return { ...filter, [part]: Array.isArray(filter[part]) ? [] : undefined }
}
