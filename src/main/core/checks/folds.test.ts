import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FOLDS, foldsOf } from './folds.ts'

const alone = (labels: readonly number[]) => [...labels.keys()]

it('spreads the images of each label evenly, each in one fold', () => {
  const some = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 200 })
  fc.assert(
    fc.property(some, fc.nat(), (labels, seed) => {
      const folds = foldsOf(labels, alone(labels), seed)
      expect(folds).toHaveLength(labels.length)
      for (const label of new Set(labels)) {
        const sizes = Array.from(
          { length: FOLDS },
          (_, fold) => labels.filter((own, place) => own === label && folds[place] === fold).length,
        )
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }
    }),
  )
})

it('keeps groups together, whatever their labels', () => {
  const groups = [0, 1, 0, 3, 1, 0, 6, 7, 7, 9]
  const folds = foldsOf([0, 0, 1, 0, 0, 2, 1, 1, 0, 0], groups, 3)
  for (const [place, first] of groups.entries()) expect(folds[place]).toBe(folds[first])
})

it('is the same for the same seed, and another for another', () => {
  const labels = Array.from({ length: 100 }, (_, i) => i % 3)
  expect(foldsOf(labels, alone(labels), 1)).toEqual(foldsOf(labels, alone(labels), 1))
  expect(foldsOf(labels, alone(labels), 1)).not.toEqual(foldsOf(labels, alone(labels), 2))
})
