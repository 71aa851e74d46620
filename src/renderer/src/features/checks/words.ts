import type { Found, ImageRow } from '../../../../shared/contract/browse.ts'
import type { CheckResult, CheckStage, Leak } from '../../../../shared/contract/checks.ts'
import type { ClassId, Split } from '../../../../shared/domain.ts'
import { count, date, duration, many, percent } from '../../lib/format.ts'

export const STAGES: Record<CheckStage, string> = {
  describing: 'Describing images that are new',
  comparing: 'Comparing each image with all others',
  judging: 'Judging labels by models that have not learnt from them',
  looking: 'Looking at the pictures themselves',
}

/** One image of a split: "a test image". */
const ONE_OF: Record<Split, string> = {
  train: 'a training image',
  test: 'a test image',
  holdout: 'a photo held out',
}

const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

type Names = (id: ClassId) => string

/** What was found of an image and why, in a sentence: "Judged by models that have not learnt from it, Coat is 98.2 % likely …" */
export function foundText(found: Found, split: Split, className: Names): string {
  const { score } = found
  switch (found.finding) {
    case 'label-issue':
      return issueText(found, className)
    case 'near-duplicate':
      return duplicateText(found, split)
    case 'outlier': {
      const usual = found.label === null ? 'images without a label' : className(found.label)
      return `${oneDecimal.format(score)} times as far from its nearest images as is usual for ${usual}.`
    }
    case 'dark':
      return `Dark: nineteen in twenty of its pixels are no lighter than ${count(score)} of 255.`
    case 'blurred':
      return `Blurred: its sharpest part has a sharpness of ${count(score)} (variance of the Laplacian).`
    case 'tiny':
      return `Tiny: its shorter edge has ${many(score, 'pixel')}.`
    case 'blank':
      return `Nearly blank: its greys spread by ${oneDecimal.format(score)} of 255 alone.`
  }
}

function issueText({ label, suggested, score, facts }: Found, className: Names): string {
  if (label === null || suggested === null) return 'A class that this was about is no more.'
  const probabilities =
    facts.suggestedProbability === undefined
      ? `${className(label)} is ${percent(score)} likely`
      : `${className(suggested)} is ${percent(facts.suggestedProbability)} likely, ${className(label)} ${percent(score)}`
  return `Judged by models that have not learnt from it, ${probabilities}${nearestText(facts, className(suggested))}.`
}

function nearestText({ agreeing, neighbours }: Found['facts'], suggested: string): string {
  if (agreeing === undefined || !neighbours) return ''
  const some = agreeing === 0 ? 'none' : count(agreeing)
  const are = agreeing === 1 ? 'is' : 'are'
  return `; ${some} of its ${many(neighbours, 'nearest image')} ${are} labelled ${suggested}`
}

function duplicateText({ related, facts }: Found, split: Split): string {
  if (!related) return 'The image that it was nearly the same as is gone.'
  const same = `Nearly the same as ${related.name}, ${ONE_OF[related.split]}.`
  const flatters = split !== 'train' && facts.learnt === true
  return flatters ? `${same} One like it is learnt from: a score on it flatters.` : same
}

/** What an image is said to be of: "Coat rather than Shirt"; null where nothing is suggested. */
export function suggestionOf(findings: readonly Found[] | undefined): ClassId | null {
  return findings?.find(({ finding }) => finding === 'label-issue')?.suggested ?? null
}

/** "Checked 26 Nov 2026, 13:05, by v3: 70,000 images in 1 min 50 s, of which 69,980 labels were judged" */
export function checkedText({ at, model, images, seconds, judged }: CheckResult): string {
  const labels = judged === 0 ? 'no label could be judged' : `${many(judged, 'label')} judged`
  return `${date(at)}, by the features of ${model}: ${many(images, 'image')} in ${duration(seconds)}, ${labels}.`
}

/** What has changed since the checks: "312 labels were changed and 40 photos added since."; null: nothing has. */
export function sinceText({ changedSince, addedSince }: CheckResult): string | null {
  const labels = changedSince > 0 ? `${many(changedSince, 'label was', 'labels were')} changed` : null
  const were = addedSince === 1 ? 'was' : 'were'
  const added = addedSince > 0 ? `${many(addedSince, 'photo')}${labels ? '' : ` ${were}`} added` : null
  const parts = [labels, added].filter((part) => part !== null)
  return parts.length === 0 ? null : `${parts.join(' and ')} since.`
}

/** That another version is active now; null: it is the one that they went by. */
export const modelText = ({ active, model }: CheckResult, activeModel: string | null): string | null =>
  active || activeModel === null ? null : `They went by ${model}; ${activeModel} is active now.`

/** What there is to know before they were ever run. */
export function aboutChecks(images: number): string {
  // About 600 images a second on two cores.
  const takes = images > 5000 ? `about ${duration(Math.max(30, (images / 70_000) * 120))}` : 'some seconds'
  return `The checks find labels that are likely wrong, each with the class that fits better, images that are nearly the same, also across splits, images unlike all others, and pictures that are dark, blurred, tiny or nearly blank. For your ${many(images, 'image')} that takes ${takes}; the app can be used meanwhile.`
}

/** "26 test images have a near-duplicate among the training images: scores on them flatter." */
export function leakText({ split, images }: Leak): string {
  const of = split === 'test' ? many(images, 'test image') : many(images, 'photo held out', 'photos held out')
  return `${of} ${images === 1 ? 'has' : 'have'} a near-duplicate among the training images: scores on ${images === 1 ? 'it' : 'them'} flatter.`
}

/** All labels that are estimated to be wrong, in words; null where none were judged. */
export function estimateText({ classes }: Pick<CheckResult, 'classes'>): string | null {
  const images = classes.reduce((sum, each) => sum + each.images, 0)
  const wrong = classes.reduce((sum, each) => sum + each.wrong, 0)
  if (images === 0) return null
  if (wrong < 0.5) return `None of the ${many(images, 'label')} of all splits is estimated to be wrong.`
  return `About ${percent(wrong / images)} of the ${many(images, 'label')} of all splits: some ${count(wrong)} are estimated to be wrong.`
}

/** Of what an image's row says, what a person who looks at its twin wants to know: "Shirt · test image". */
export function twinText({ label, split }: Pick<ImageRow, 'label' | 'split'>, className: Names): string {
  const of = { train: 'training image', test: 'test image', holdout: 'photo held out' }[split]
  return `${label === null ? 'No label' : className(label)} · ${of}`
}
