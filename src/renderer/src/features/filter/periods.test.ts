import { expect, test } from 'vitest'
import { daysOf, periodOf, periodWords, presets } from './periods.ts'

/** Noon, local time. */
const NOW = new Date(2026, 10, 25, 12)
const local = (...parts: [number, number, number]) => new Date(...parts).toISOString()
const words = (first: string, last: string) =>
  // Which spaces and dashes stand between dates is the platform's.
  periodWords(periodOf(first, last)!, NOW).replace(/[\s\u2009]+/g, ' ')

test('days are whole ones of local time, both included', () => {
  expect(periodOf('2026-11-01', '2026-11-05')).toEqual({
    from: local(2026, 10, 1),
    before: local(2026, 10, 6),
  })
  expect(periodOf('2026-11-05', '2026-11-01')).toEqual(periodOf('2026-11-01', '2026-11-05'))
  expect(periodOf('2026-12-31', '')).toEqual({ from: local(2026, 11, 31) })
  expect(periodOf('', '2026-12-31')).toEqual({ before: local(2027, 0, 1) })
  expect(periodOf('', '')).toBeUndefined()
})

test('they come back as they were chosen, also where clocks are changed', () => {
  for (const day of ['2026-03-29', '2026-10-25', '2028-02-29', '2026-12-31'])
    expect(daysOf(periodOf(day, day))).toEqual({ first: day, last: day })
  expect(daysOf(undefined)).toEqual({ first: '', last: '' })
})

test('what is asked for most ends with today', () => {
  const [today, week, month] = presets(NOW).map(({ period }) => daysOf(period))
  expect(today).toEqual({ first: '2026-11-25', last: '2026-11-25' })
  expect(week).toEqual({ first: '2026-11-19', last: '2026-11-25' })
  expect(month).toEqual({ first: '2026-10-27', last: '2026-11-25' })
})

test('says a period as a person would', () => {
  expect(words('2026-11-25', '2026-11-25')).toBe('today')
  expect(words('2026-11-19', '2026-11-25')).toBe('last 7 days')
  expect(words('2026-11-01', '2026-11-05')).toBe('Nov 1 – 5, 2026')
  expect(words('2026-11-03', '2026-11-03')).toBe('Nov 3, 2026')
  expect(words('2026-11-03', '')).toBe('from Nov 3, 2026')
  expect(words('', '2026-11-03')).toBe('up to Nov 3, 2026')
})
