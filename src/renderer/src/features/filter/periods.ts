import type { Period } from '../../../../shared/contract/browse.ts'

/** A day as date fields write it, in local time: "2026-11-25". */
export type Day = string

const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'medium' })
const twoDigits = (value: number) => String(value).padStart(2, '0')

const dayOf = (date: Date): Day =>
  `${String(date.getFullYear()).padStart(4, '0')}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`

/** The first moment of the day that is `days` after this one: not every day has 24 hours. */
function midnight(day: Day, days = 0): Date {
  const [year, month, date] = day.split('-').map(Number)
  return new Date(year!, month! - 1, date! + days)
}

/** Whole days, both included, in whatever order; one that is empty is open. Undefined where both are. */
export function periodOf(one: Day, other: Day): Period | undefined {
  const [first, last] = one && other && one > other ? [other, one] : [one, other]
  if (!first && !last) return undefined
  return {
    ...(first && { from: midnight(first).toISOString() }),
    ...(last && { before: midnight(last, 1).toISOString() }),
  }
}

/** The days of a period; an open end is empty. */
export function daysOf(period: Period | undefined): { first: Day; last: Day } {
  return {
    first: period?.from ? dayOf(new Date(period.from)) : '',
    // The last moment before the end lies on the last day.
    last: period?.before ? dayOf(new Date(Date.parse(period.before) - 1)) : '',
  }
}

export type Preset = { name: string; period: Period }

/** What is asked for most, as of now. */
export function presets(now: Date): Preset[] {
  const today = dayOf(now)
  const last = (name: string, days: number): Preset => ({
    name,
    period: { from: midnight(today, 1 - days).toISOString(), before: midnight(today, 1).toISOString() },
  })
  return [last('Today', 1), last('Last 7 days', 7), last('Last 30 days', 30)]
}

export const samePeriod = (one: Period | undefined, other: Period | undefined): boolean =>
  one?.from === other?.from && one?.before === other?.before

/** "today", "last 7 days", "Nov 1 – 5, 2026", "from Nov 1, 2026", "up to Nov 5, 2026" */
export function periodWords(period: Period, now: Date): string {
  const preset = presets(now).find((each) => samePeriod(each.period, period))
  if (preset) return preset.name.toLowerCase()
  const { first, last } = daysOf(period)
  if (!last) return `from ${DAY.format(midnight(first))}`
  if (!first) return `up to ${DAY.format(midnight(last))}`
  return DAY.formatRange(midnight(first), midnight(last))
}
