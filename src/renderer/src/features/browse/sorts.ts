import type { Filter, Sort } from '../../../../shared/contract/browse.ts'

/** The orders by name. */
export const SORTS: Record<Sort, string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  'most-suspicious': 'Most suspicious first',
  'least-suspicious': 'Least suspicious first',
  'smallest-margin': 'Smallest margin first',
  'largest-margin': 'Largest margin first',
  'least-sure': 'Least sure first',
  'most-sure': 'Most sure first',
  'by-prediction': 'Prediction',
  'by-class': 'Class',
  'by-labeller': 'Who labelled',
  'by-split': 'Split',
  'by-source': 'Source',
  'by-name': 'File name',
  'last-labelled': 'Last labelled first',
  'by-finding': 'Worst finding first',
  'as-listed': 'As listed',
  random: 'Random',
}

/** As they are offered: two columns of groups. */
export const SORT_COLUMNS: readonly (readonly { title: string; sorts: readonly Sort[] }[])[] = [
  [
    { title: 'Time', sorts: ['newest', 'oldest', 'last-labelled'] },
    {
      title: 'By value',
      sorts: ['by-class', 'by-prediction', 'by-labeller', 'by-split', 'by-source', 'by-name'],
    },
  ],
  [
    {
      title: 'Doubt, by the model',
      sorts: [
        ...(['most-suspicious', 'least-suspicious', 'smallest-margin', 'largest-margin'] as const),
        ...(['least-sure', 'most-sure'] as const),
      ],
    },
    { title: 'Of what was found or listed', sorts: ['by-finding', 'as-listed'] },
    { title: 'At random', sorts: ['random'] },
  ],
]

/** Whether there is something of these images that the order can go by: a list that they are of, or what was found. */
export function canOrder(sort: Sort, filter: Filter): boolean {
  if (sort === 'as-listed') return filter.set !== undefined
  return sort !== 'by-finding' || filter.findings.length > 0
}
