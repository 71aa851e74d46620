import type { Run } from '../../../../shared/contract/training.ts'
import { count, many } from '../../lib/format.ts'
import type { Ready } from './training.svelte.ts'

/** What there is to learn from, in a sentence. */
export function readyText({ photos, corrected, holdout }: Ready): string {
  if (photos + corrected === 0)
    return 'There is nothing to learn from yet. Label photos of your own, or correct labels in Browse.'
  const parts = [
    ...(photos > 0 ? [`${many(photos, 'labelled photo')} of yours`] : []),
    ...(corrected > 0 ? [many(corrected, 'corrected image')] : []),
  ]
  const held =
    holdout > 0
      ? ` ${many(holdout, 'more photo')} ${holdout === 1 ? 'is' : 'are'} held out to score it.`
      : ' No labelled photo is held out yet to score it on your own; a fifth of them will be.'
  return `The model can learn from ${parts.join(' and ')}.${held}`
}

export const canLearn = (ready: Ready | null): boolean => ready !== null && ready.photos + ready.corrected > 0

/** What a run trains or trained on. */
export function trainedOnText({ photos, corrected, replay }: Run['trainedOn']): string {
  const own = [
    ...(photos > 0 ? [many(photos, 'photo')] : []),
    ...(corrected > 0 ? [many(corrected, 'corrected image')] : []),
  ]
  return `${own.join(', ')} and ${count(replay)} from the dataset, so that it doesn't forget`
}

/** What came of a finished run. */
export function outcome(run: Run): string {
  if (run.state === 'cancelled') return 'You cancelled it. The active version is the one it was before.'
  if (run.state !== 'done' || !run.after) return ''
  if (run.activated) return `${run.model} is no worse on any of its scores, so it is active now.`
  return `${run.model} is worse on ${worseOn(run).join(' and ')}, so it was not made active. It is kept either way.`
}

function worseOn({ before, after }: Run): string[] {
  const worse = (split: 'test' | 'holdout') => {
    const [was, is] = [before?.[split], after?.[split]]
    return was && is && is.accuracy < was.accuracy
  }
  const names = [
    ...(worse('test') ? ['the test images'] : []),
    ...(worse('holdout') ? ['your photos held out'] : []),
  ]
  return names.length > 0 ? names : ['at least one of its scores']
}
