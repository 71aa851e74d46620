import { expect, test } from 'vitest'
import type { ErrorRate, Review as ReviewInfo, ReviewId } from '../../../../shared/contract/reviews.ts'
import { wilson } from '../../../../shared/wilson.ts'
import { countsOf, emptyText, errorRateText, extrapolated, progressText, resultLines } from './words.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

const review: ReviewInfo = {
  ...{ id: 1 as ReviewId, kind: 'sample', beganAt: '2026-01-01T10:00:00Z' },
  ...{ images: 200, done: 37, confirmed: 30, newlyLabelled: 0, skipped: 3 },
}
const rate: ErrorRate = {
  ...{ looked: 200, wrong: 12, of: 20_000 },
  interval: wilson({ images: 200, accuracy: 0.06 }),
}

test('says how far a review is, and how fast it goes', () => {
  expect(progressText(countsOf(review), 23.6)).toBe(
    '37 of 200 done · 3 skipped · 160 left · 24 images a minute',
  )
  expect(progressText({ images: 5, done: 0, skipped: 0, left: 5 })).toBe('0 of 5 done · 5 left')
})

test('says how many labels were wrong, and what that means for all', () => {
  expect(plain(errorRateText(rate))).toBe('12 of 200 labels were wrong: 6.0 %, 95 % interval 3.5 to 10.2 %.')
  expect(extrapolated(rate)).toMatch(/^Of all 20,000 images .* about 690 to 2,000 wrong labels\.$/)
  expect(errorRateText({ looked: 0, wrong: 0, of: 9, interval: null })).toBe('No label was looked at yet.')
})

test('says what was said of the images', () => {
  expect(resultLines(review)).toEqual(['30 labels kept as they were', '7 labels changed', '3 images skipped'])
  expect(resultLines({ ...review, done: 2, confirmed: 1, newlyLabelled: 1, skipped: 0 })).toEqual([
    '1 label kept as it was',
    '0 labels changed',
    '1 image labelled for the first time',
  ])
})

test('says what to do where a kind has no image', () => {
  expect(emptyText('doubtful', { hasModel: false, photos: 3, unchecked: false })).toMatch(
    /fine-tune under Train/,
  )
  expect(emptyText('imported', { hasModel: true, photos: 0, unchecked: false })).toMatch(/Drop some/)
  expect(emptyText('imported', { hasModel: true, photos: 3, unchecked: false })).toMatch(/labelled all/)
})
