import type { Results, ResultSplit } from '../../../../shared/contract/results.ts'
import { SPLIT_WORDS } from '../../../../shared/figures/results-words.ts'
import { many, percent } from '../../lib/format.ts'

export const SPLIT_TITLES: Record<ResultSplit, string> = {
  test: 'Test images',
  holdout: 'Held out',
  validation: 'Validation',
  train: 'Training',
  all: 'All',
}

/** "95.1 % of 10,000 test images" */
export const scoreWords = (accuracy: number, images: number, split: ResultSplit): string =>
  `${percent(accuracy)} of ${many(images, ...SPLIT_WORDS[split])}`

/** Which labels the numbers go by, and how that differs from the score that the version was made with. */
export function labelNote({ split, relabelled, official }: Results): string {
  const now = 'By the labels as they are now'
  const own =
    relabelled === 0
      ? ''
      : `: ${many(relabelled, 'is', 'are')} not the dataset's own, since a person changed them`
  if (!official) return `${now}${own}.`
  const score = scoreWords(official.accuracy, official.images, split)
  return split === 'test'
    ? `${now}${own}. The official score goes by the dataset's own labels, whatever is corrected here: ${score}.`
    : `${now}${own}. When this version was made, it was right of ${score}.`
}

/** What a score on these images does not say; empty where it is a fair one. */
export const SPLIT_WARNINGS: Partial<Record<ResultSplit, string>> = {
  train: 'It may have learnt from these images: this says how well it knows them, not how good it is.',
  all: 'It may have learnt from most of these images: this says how well it knows them, not how good it is.',
}

/** A list's name: what is in it, by which version and among which images. */
export const listName = (what: string, { model, split }: Pick<Results, 'model' | 'split'>): string => {
  const among = ` (${model}, ${SPLIT_WORDS[split][1]})`
  return `${what.slice(0, 120 - among.length)}${among}`
}
