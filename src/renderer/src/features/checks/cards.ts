import type { Finding } from '../../../../shared/contract/browse.ts'
import type { ReviewKind } from '../../../../shared/contract/reviews.ts'

/** What belongs together as one thing to look at, with the review that goes through it. */
export type Card = { kind: ReviewKind; findings: readonly Finding[]; none: string }

export const CARDS: readonly Card[] = [
  {
    ...{ kind: 'label-issues', findings: ['label-issue'] },
    none: 'No label was found that is likely wrong.',
  },
  {
    ...{ kind: 'near-duplicates', findings: ['near-duplicate'] },
    none: 'No two images are nearly the same.',
  },
  { kind: 'outliers', findings: ['outlier'], none: 'No image is unlike all others of its class.' },
  {
    ...{ kind: 'poor-pictures', findings: ['dark', 'blurred', 'tiny', 'blank'] },
    none: 'No picture is dark, blurred, tiny or nearly blank.',
  },
]
