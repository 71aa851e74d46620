import type { Score } from '../../../shared/domain.ts'
import { percent, range } from '../../../shared/format.ts'
import { wilson } from '../../../shared/wilson.ts'

/** "95.1 % (95 % interval: 94.7 to 95.5 %)" (Wilson 1927). */
export const scoreText = (score: Score): string =>
  `${percent(score.accuracy)} (95\u00a0% interval: ${range(wilson(score))})`

/** What was never measured has no number. */
export const share = (value: number | null): string => (value === null ? '–' : percent(value))

/** "labelSmoothing" -> "Label smoothing" */
export function knobName(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export const SPLIT_NAMES: Record<string, [one: string, more: string]> = {
  test: ['test image', 'test images'],
  holdout: ['photo held out', 'photos held out'],
}

/** "2026-11-26 01:30 UTC": whoever reads it may be anywhere. */
export const when = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`
