import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MAX_POINTS } from '../../../shared/contract/results.ts'
import { Random } from '../../../shared/random.ts'
import { precisionRecall } from './curve.ts'

type Image = { score: number; positive: boolean }
const curveOf = (images: Image[]) =>
  precisionRecall(
    images.length,
    (i) => images[i]!.score,
    (i) => images[i]!.positive,
  )

/** AP as its definition reads: recall and precision at every threshold, counted anew for each. */
function bruteForce(images: Image[]): number {
  const positives = images.filter(({ positive }) => positive).length
  const thresholds = [...new Set(images.map(({ score }) => score))].sort((a, b) => b - a)
  let [sum, recallBefore] = [0, 0]
  for (const threshold of thresholds) {
    const found = images.filter(({ score }) => score >= threshold)
    const right = found.filter(({ positive }) => positive).length
    sum += (right / positives - recallBefore) * (right / found.length)
    recallBefore = right / positives
  }
  return sum
}

it("agrees with scikit-learn's own example, point by point", () => {
  // sklearn.metrics.average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) is 0.83...
  const images = [0.1, 0.4, 0.35, 0.8].map((score, i) => ({ score, positive: i > 1 }))
  const { averagePrecision, recall, precision, threshold } = curveOf(images)
  expect(averagePrecision).toBeCloseTo(0.5 * 1 + 0.5 * (2 / 3), 12)
  // Between the two only precision falls.
  expect(recall).toEqual([0.5, 1])
  expect(precision).toEqual([1, 2 / 3])
  expect(threshold).toEqual([0.8, 0.35].map(Math.fround))
})

it('finds images of one probability together, and has no number where there is nothing to find', () => {
  const tied = [true, false, false, false].map((positive) => ({ score: 0.25, positive }))
  expect(curveOf(tied)).toEqual({ averagePrecision: 0.25, recall: [1], precision: [0.25], threshold: [0.25] })
  expect(curveOf([{ score: 0.9, positive: false }]).averagePrecision).toBeNull()
  expect(curveOf([]).averagePrecision).toBeNull()
})

it('is the sum over all thresholds, whatever the scores', () => {
  const image = fc.record({
    score: fc.integer({ min: 0, max: 16 }).map((n) => n / 16),
    positive: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(image, { minLength: 1, maxLength: 80 }), (images) => {
      fc.pre(images.some(({ positive }) => positive))
      expect(curveOf(images).averagePrecision).toBeCloseTo(bruteForce(images), 12)
    }),
  )
})

it('tells few points of many images, from the first to full recall, and their average precision all the same', () => {
  const random = new Random(1, 'curve')
  const images = Array.from({ length: 3000 }, () => {
    const positive = random.below(5) === 0
    return { score: Math.fround((random.below(1000) + (positive ? 300 : 0)) / 1300), positive }
  })
  const { averagePrecision, recall, precision } = curveOf(images)
  expect(averagePrecision).toBeCloseTo(bruteForce(images), 10)
  expect(recall.length).toBeLessThanOrEqual(MAX_POINTS)
  expect(recall.length).toBeGreaterThan(MAX_POINTS / 2)
  expect(recall.at(-1)).toBe(1)
  expect(recall.every((value, i) => i === 0 || value > recall[i - 1]!)).toBe(true)
  expect(precision.every((value) => value > 0 && value <= 1)).toBe(true)
})
