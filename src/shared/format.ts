import type { Score } from './domain.ts'
import { wilson } from './wilson.ts'

/** Between a number and its unit: never broken over two lines. */
const NBSP = '\u00a0'

const integers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const twoDecimals = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const dates = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** 70000 -> "70,000" */
export const count = (value: number): string => integers.format(value)

/** 5.5215 -> "5.52" */
export const decimal = (value: number): string => twoDecimals.format(value)

/** 0.951 -> "95.1 %" */
export const percent = (fraction: number): string => `${oneDecimal.format(fraction * 100)}${NBSP}%`

/** [0.035, 0.102] -> "3.5 to 10.2 %" */
export const range = ([low, high]: readonly [number, number]): string =>
  `${oneDecimal.format(low * 100)} to ${percent(high)}`

/** (1, 'image') -> "1 image"; (2, 'image') -> "2 images" */
export const many = (value: number, one: string, more = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : more}`

/** "92.4 % of 10,000 test images"; what was never measured is "not scored yet". */
export const score = (value: Score | null, one: string): string =>
  value ? `${percent(value.accuracy)} of ${many(value.images, one)}` : 'not scored yet'

/** 75 -> "1 min 15 s" */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole}${NBSP}s`
  if (whole < 3600) return `${Math.floor(whole / 60)}${NBSP}min ${whole % 60}${NBSP}s`
  return `${Math.floor(whole / 3600)}${NBSP}h ${Math.floor((whole % 3600) / 60)}${NBSP}min`
}

/** 1234567 -> "1.2 MB" */
export function bytes(value: number): string {
  if (value < 1000) return `${value}${NBSP}bytes`
  if (value < 1_000_000) return `${oneDecimal.format(value / 1000)}${NBSP}kB`
  return `${oneDecimal.format(value / 1_000_000)}${NBSP}MB`
}

export const date = (iso: string): string => dates.format(new Date(iso))

/** Scores on fewer images than this are said with their interval. */
const FEW_IMAGES = 1000

/** "95 % interval: 71.2 to 91.3 %" for a score on few images, else nothing. */
export function interval(value: Score): string {
  if (value.images >= FEW_IMAGES) return ''
  return `95${NBSP}% interval: ${range(wilson(value))}`
}
