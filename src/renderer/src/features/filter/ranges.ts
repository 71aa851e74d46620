import type { Interval } from '../../../../shared/contract/browse.ts'
import type { RangePart } from './parts.ts'

type Range = {
  /** As it is shown: the highest value. What lies above it is open. */
  max: number
  step: number
  /** Shown is so many times what is meant. */
  scale: number
  unit: string
  about: string
}

const PERCENT = { max: 100, step: 1, scale: 100, unit: '\u00a0%' }

export const RANGES: Record<RangePart, Range> = {
  confidence: { ...PERCENT, about: 'The probability of the class that the model finds most likely.' },
  margin: { ...PERCENT, about: 'By how much the likeliest class leads over the second.' },
  loss: {
    ...{ max: 10, step: 0.1, scale: 1, unit: '' },
    about: 'How far the model is from the label (cross-entropy, nats): the higher, the more suspicious.',
  },
}

/** Shown values have no digits that no step can reach. */
const rounded = (value: number, step: number) => Number((Math.round(value / step) * step).toFixed(6))

/** Both ends as they are shown; an open one is that of the scale. */
export function shownRange(part: RangePart, interval: Interval | undefined): [number, number] {
  const { max, scale, step } = RANGES[part]
  const shown = (value: number) => Math.min(max, rounded(value * scale, step))
  return [shown(interval?.from ?? 0), interval?.to === undefined ? max : shown(interval.to)]
}

/** What is meant by two shown ends, in whatever order; undefined where that is everything. */
export function intervalOf(part: RangePart, ends: readonly [number, number]): Interval | undefined {
  const { max, scale, step } = RANGES[part]
  const [low, high] = ends.map((end) => rounded(Math.min(max, Math.max(0, end)), step)).sort((a, b) => a - b)
  const interval = {
    ...(low! > 0 && { from: low! / scale }),
    ...(high! < max && { to: high! / scale }),
  }
  return Object.keys(interval).length > 0 ? interval : undefined
}

/** "40–60 %", "from 40 %", "up to 60 %" */
export function rangeWords(part: RangePart, interval: Interval): string {
  const { unit } = RANGES[part]
  const [low, high] = shownRange(part, interval)
  if (interval.to === undefined) return `from ${low}${unit}`
  if (interval.from === undefined) return `up to ${high}${unit}`
  return low === high ? `${low}${unit}` : `${low}–${high}${unit}`
}
