import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CONFIDENCE_BINS, RELIABILITY_BINS } from '../../../shared/contract/results.ts'
import { confidences, reliability } from './bins.ts'

const answers = (...rows: (readonly [confidence: number, right: boolean])[]) => ({
  confidence: Float64Array.from(rows, ([confidence]) => confidence),
  label: new Uint16Array(rows.length),
  predicted: Uint16Array.from(rows, ([, right]) => (right ? 0 : 1)),
})

it('agrees with a diagram worked out by hand', () => {
  // Two in (0.8, 0.866...], one right; one in the last bin, right, at exactly 1; one in the first, wrong, at exactly 0.
  const { bins, error } = reliability(answers([0.82, true], [0.86, false], [1, true], [0, false]))
  expect(bins[12]).toMatchObject({ images: 2, right: 1, from: 0.8 })
  expect(bins[12]!.confidence).toBeCloseTo(0.84, 12)
  expect(bins[14]).toMatchObject({ images: 1, right: 1, confidence: 1, to: 1 })
  expect(bins[0]).toMatchObject({ images: 1, right: 0, confidence: 0 })
  expect(bins[5]).toMatchObject({ images: 0, confidence: null })
  expect(error).toBeCloseTo((2 / 4) * (0.84 - 0.5), 12)
  expect(reliability(answers()).error).toBeNull()
})

it('has the calibration error of its definition, and every answer in one bin that holds its confidence', () => {
  const row = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean())
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
      const { bins, error } = reliability(answers(...rows))
      let expected = 0
      for (let bin = 0; bin < RELIABILITY_BINS; bin++) {
        const inside = rows.filter(([p]) => Math.max(0, Math.ceil(p * RELIABILITY_BINS) - 1) === bin)
        expect(bins[bin]!.images).toBe(inside.length)
        if (inside.length === 0) continue
        const mean = inside.reduce((sum, [p]) => sum + p, 0) / inside.length
        const accuracy = inside.filter(([, right]) => right).length / inside.length
        expected += (inside.length / rows.length) * Math.abs(mean - accuracy)
      }
      expect(error).toBeCloseTo(expected, 10)
    }),
  )
})

it('counts right and wrong answers apart, at the edges of bins too', () => {
  const { right, wrong } = confidences(answers([0.05, true], [0.0501, false], [1, true], [0.951, true]))
  expect(right).toHaveLength(CONFIDENCE_BINS)
  expect([right[0], right[1], right[19]]).toEqual([1, 0, 2])
  expect(wrong.map((images, bin) => images && bin).filter(Boolean)).toEqual([1])
})
