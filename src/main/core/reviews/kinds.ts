import type { Filter, Sort } from '../../../shared/contract/browse.ts'
import type { ReviewKind } from '../../../shared/contract/reviews.ts'

type Kind = {
  /** What of the images that fit a filter it is about. */
  within(filter: Filter): Filter
  sort: Sort
  /** Said where there is none. */
  none: string
}

export const KINDS: Record<ReviewKind, Kind> = {
  doubtful: {
    within: (filter) => ({ ...filter, corrected: false, confidence: filter.confidence ?? { from: 0 } }),
    sort: 'least-sure',
    none: 'The model has answered none of these images that you have not labelled.',
  },
  disagreements: {
    within: (filter) => ({ ...filter, corrected: false, disagrees: true }),
    sort: 'most-suspicious',
    none: 'The model agrees with the label of each of these images.',
  },
  sample: {
    // Whoever set the label: how many are wrong is asked of all.
    within: (filter) => filter,
    sort: 'random',
    none: 'There is no such image to draw from.',
  },
  imported: {
    within: (filter) => ({ ...filter, sources: ['photo'], corrected: false }),
    sort: 'newest',
    none: 'You have labelled all your photos.',
  },
}
