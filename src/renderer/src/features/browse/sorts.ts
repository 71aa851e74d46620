import type { Sort } from '../../../../shared/contract/browse.ts'

/** The orders by name, as they are offered. */
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
  random: 'Random',
}
