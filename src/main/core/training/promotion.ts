import type { Scores } from '../../../shared/domain.ts'

/**
 * Whether a new version may become active by itself: no worse than its parent on the official test images and on the
 * photos held out. Where neither could be scored on a set, that set says nothing; where only the new one lacks a
 * score, that is not "no worse".
 */
export function isNoWorse(before: Scores, after: Scores): boolean {
  return (['test', 'holdout'] as const).every((set) => {
    const old = before[set]
    const now = after[set]
    if (old === null) return true
    return now !== null && now.accuracy >= old.accuracy
  })
}
