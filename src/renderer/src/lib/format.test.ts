import { describe, expect, test } from 'vitest'
import { bytes, count, duration, interval, many, percent, score } from './format.ts'

/** With the spaces a person sees. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test.each([
  [count(70_000), '70,000'],
  [percent(0.951), '95.1 %'],
  [percent(1), '100.0 %'],
  [many(1, 'image'), '1 image'],
  [many(1234, 'image'), '1,234 images'],
  [score({ images: 10_000, accuracy: 0.924 }, 'test image'), '92.4 % of 10,000 test images'],
  [score(null, 'test image'), 'not scored yet'],
  [duration(9.4), '9 s'],
  [duration(75), '1 min 15 s'],
  [duration(3700), '1 h 1 min'],
  [bytes(999), '999 bytes'],
  [bytes(4_412_312), '4.4 MB'],
])('%s', (shown, wanted) => expect(plain(shown)).toBe(wanted))

describe('the interval of an accuracy', () => {
  test('is said for few images only', () => {
    expect(plain(interval({ images: 10, accuracy: 0.9 }))).toBe('95 % interval: 59.6 to 98.2 %')
    expect(interval({ images: 10_000, accuracy: 0.9 })).toBe('')
  })
})
