import type { FilterPart, Sort, ViewSpec } from '../../../../shared/contract/browse.ts'
import { restrictingParts } from '../../../../shared/filter.ts'

type Asked = FilterPart | Sort

/** Parts of a filter that go by what the active model says: what it was not asked fits none. */
export const PARTS_BY_PREDICTION: ReadonlySet<Asked> = new Set<FilterPart>([
  ...(['predicted', 'disagrees', 'unsure', 'confidence', 'margin', 'loss'] as const),
])

/** By which parts and orders a change of that kind can change what fits, or its place. */
const ASKED = {
  labels: new Set<Asked>([
    ...(['classes', 'labelledBy', 'corrected', 'disagrees', 'loss', 'labelled', 'findings'] as const),
    ...(['most-suspicious', 'least-suspicious', 'by-class', 'by-labeller', 'last-labelled'] as const),
  ]),
  predictions: new Set<Asked>([
    ...PARTS_BY_PREDICTION,
    ...(['most-suspicious', 'least-suspicious', 'smallest-margin', 'largest-margin'] as const),
    ...(['least-sure', 'most-sure', 'by-prediction'] as const),
  ]),
  flags: new Set<Asked>(['flagged']),
  findings: new Set<Asked>(['findings', 'by-finding']),
}

/** Whether new labels, predictions, flags or findings can change a view. */
export const dependsOn = (changed: keyof typeof ASKED, { filter, sort }: ViewSpec): boolean =>
  ASKED[changed].has(sort) || restrictingParts(filter).some((part) => ASKED[changed].has(part))
