import type { ErrorRate, Review as ReviewInfo, ReviewKind } from '../../../../shared/contract/reviews.ts'
import { count, many, percent, range } from '../../lib/format.ts'
import type { Counts } from './items.ts'

export const TITLES: Record<ReviewKind, string> = {
  doubtful: 'Doubtful first',
  disagreements: 'Model and label disagree',
  sample: 'Random sample',
  imported: 'Newly imported photos',
  'label-issues': 'Labels likely wrong',
  'near-duplicates': 'Near-duplicates',
  outliers: 'Unlike all others',
  'poor-pictures': 'Poor pictures',
}

/** What each is for. */
export const ABOUT: Record<ReviewKind, string> = {
  doubtful:
    'What the model is least sure of comes first. Each label you give there teaches it more than one that it knew.',
  disagreements:
    'The model says something else than the label, most suspicious first. This finds wrong labels fastest.',
  sample:
    'Labels drawn at random, to estimate how many are wrong. Keep each that is right, correct the others.',
  imported: 'Photos that you have not labelled yet, newest first. Accept what the model says, or correct it.',
  'label-issues':
    'What the checks found, the likeliest first, each with the class that fits better. Enter takes it, K keeps the label.',
  'near-duplicates':
    'Images that are nearly the same, side by side, also across splits, where they falsify scores.',
  outliers: 'Images that nothing else here is like: often no garment, or one that has no class yet.',
  'poor-pictures': 'Dark, blurred, tiny or nearly blank: the model can learn little from them.',
}

const OF_CHECKS: ReadonlySet<ReviewKind> = new Set([
  'label-issues',
  'near-duplicates',
  'outliers',
  'poor-pictures',
])

/** What is said, and to be done, where a kind has no image. */
export function emptyText(
  kind: ReviewKind,
  { hasModel, photos, unchecked }: { hasModel: boolean; photos: number; unchecked: boolean },
): string {
  const asksModel = kind === 'doubtful' || kind === 'disagreements'
  if (asksModel && !hasModel)
    return 'There is no model yet. Label photos of at least two classes, then fine-tune under Train.'
  if (kind === 'doubtful') return 'The model has answered none of these that you have not labelled.'
  if (kind === 'disagreements') return 'The model agrees with each of these labels.'
  if (OF_CHECKS.has(kind) && unchecked) return 'The checks were not run yet: Insight, Labels.'
  if (OF_CHECKS.has(kind)) return 'Nothing of the kind was found. The checks are under Insight.'
  if (kind === 'sample') return 'None of these images has a label yet. Label some first.'
  return photos === 0
    ? 'There are no photos yet. Drop some on the window to begin.'
    : 'You have labelled all of these photos. Drop more on the window to go on.'
}

/** "37 of 200 done · 3 skipped · 160 left · 24 images a minute" */
export function progressText(
  { images, done, skipped, left }: Counts,
  perMinute: number | null = null,
): string {
  const parts = [`${count(done)} of ${count(images)} done`]
  if (skipped > 0) parts.push(`${count(skipped)} skipped`)
  parts.push(`${count(left)} left`)
  if (perMinute !== null) parts.push(`${many(Math.round(perMinute), 'image')} a minute`)
  return parts.join(' · ')
}

export const countsOf = ({ images, done, skipped }: ReviewInfo): Counts => ({
  ...{ images, done, skipped },
  left: images - done - skipped,
})

/** What was said of the images, a line each: "31 labels changed". */
export function resultLines({ done, confirmed, newlyLabelled, skipped }: ReviewInfo): string[] {
  const changed = done - confirmed - newlyLabelled
  const lines = [`${many(confirmed, 'label')} kept as ${confirmed === 1 ? 'it was' : 'they were'}`]
  lines.push(`${many(changed, 'label')} changed`)
  if (newlyLabelled > 0) lines.push(`${many(newlyLabelled, 'image')} labelled for the first time`)
  if (skipped > 0) lines.push(`${many(skipped, 'image')} skipped`)
  return lines
}

/** "12 of 200 labels were wrong: 6.0 %, 95 % interval 3.5 to 10.2 %." */
export function errorRateText({ looked, wrong, interval }: ErrorRate): string {
  if (interval === null) return 'No label was looked at yet.'
  const were = looked === 1 ? 'label was' : 'labels were'
  return `${count(wrong)} of ${count(looked)} ${were} wrong: ${percent(wrong / looked)}, 95\u00a0% interval ${range(interval)}.`
}

/** What that means for all that it was drawn from. */
export function extrapolated({ of, interval }: ErrorRate): string {
  if (interval === null) return `It was drawn from ${many(of, 'image')}.`
  // More digits than two would say more than is known.
  const [low, high] = interval.map((share) => Number((share * of).toPrecision(2))) as [number, number]
  return `Of all ${many(of, 'image')} that it was drawn from, that makes about ${count(low)} to ${count(high)} wrong labels.`
}

/** What to do next. */
export function nextText(kind: ReviewKind, { done, confirmed }: ReviewInfo, rate: ErrorRate | null): string {
  if (kind === 'sample') {
    const few = rate !== null && rate.looked < 100
    return few
      ? 'The more you look at, the narrower the interval. To find the wrong labels themselves, review where model and label disagree.'
      : 'To find the wrong labels themselves, review where model and label disagree.'
  }
  if (OF_CHECKS.has(kind) && done > confirmed)
    return 'Fine-tune the model, and check again under Insight: what was corrected changes what is found.'
  if (done === 0) return 'Nothing was labelled. Begin another review, or go through what you skipped.'
  return done > confirmed
    ? 'Fine-tune the model now: it learns from what you have changed, and then doubts and differs elsewhere.'
    : 'Each of these labels was right. Fine-tune the model, or review other images.'
}
