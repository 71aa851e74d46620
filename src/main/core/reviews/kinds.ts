import type { Filter, Finding, Sort } from '../../../shared/contract/browse.ts'
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

/** What of them the checks found to be so, whoever labelled it. */
const found =
  (...kinds: Finding[]) =>
  (filter: Filter): Filter | null => {
    const findings = kinds.filter((kind) => filter.findings.length === 0 || filter.findings.includes(kind))
    return findings.length === 0 ? null : { ...filter, findings }
  }

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
  'label-issues': {
    within: found('label-issue'),
    sort: 'by-finding',
    none: 'The checks found no label that is likely wrong among these images, or they were not run yet.',
  },
  'near-duplicates': {
    within: found('near-duplicate'),
    sort: 'by-finding',
    none: 'The checks found no two of these images that are nearly the same, or they were not run yet.',
  },
  outliers: {
    within: found('outlier'),
    sort: 'by-finding',
    none: 'The checks found none of these images to be unlike all others, or they were not run yet.',
  },
  'poor-pictures': {
    within: found('dark', 'blurred', 'tiny', 'blank'),
    sort: 'by-finding',
    none: 'The checks found none of these pictures to be dark, blurred, tiny or blank, or they were not run yet.',
  },
}
