import type { Filter, Sort } from '../../../shared/contract/browse.ts'
import type { ReviewKind } from '../../../shared/contract/reviews.ts'
import { Actor } from '../../../shared/domain.ts'

type Kind = {
  /** What of the images that fit a filter it is about; null where the two contradict each other. */
  within(filter: Filter): Filter | null
  sort: Sort
  /** Said where there is none. */
  none: string
}

/** What nobody has labelled by hand. */
const untouched = (filter: Filter): Filter | null =>
  filter.corrected === true ? null : { ...filter, corrected: false }

export const KINDS: Record<ReviewKind, Kind> = {
  doubtful: {
    within(filter) {
      const confidence = { ...filter.confidence, from: filter.confidence?.from ?? 0 }
      return untouched({ ...filter, confidence })
    },
    sort: 'least-sure',
    none: 'The model has answered none of these images that you have not labelled.',
  },
  disagreements: {
    within: (filter) => (filter.disagrees === false ? null : untouched({ ...filter, disagrees: true })),
    sort: 'most-suspicious',
    none: 'The model agrees with the label of each of these images.',
  },
  sample: {
    // Whoever set the label: how many are wrong is asked of all that there are.
    within: (filter) =>
      filter.labelledBy.length > 0 ? filter : { ...filter, labelledBy: [...Actor.options] },
    sort: 'random',
    none: 'None of these images has a label.',
  },
  imported: {
    within: (filter) =>
      filter.sources.length > 0 && !filter.sources.includes('photo')
        ? null
        : untouched({ ...filter, sources: ['photo'] }),
    sort: 'newest',
    none: 'You have labelled all of these photos.',
  },
}
