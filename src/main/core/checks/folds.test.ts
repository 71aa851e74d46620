import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FOLDS, foldsOf } from './folds.ts'

it('images of a label are spread evenly over the folds, and those of a group share one', () => {
  const images = fc.array(fc.record({ label: fc.nat(3), joins: fc.nat() }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(images, fc.nat(), (all, seed) => {
      // Every seventh image is of the group of one before it.
      const groups = all.map(({ joins }, place) => (place % 7 === 6 ? joins % place : place))
      const firsts = groups.map((first) => (groups[first] === first ? first : groups[first]!))
      const labels = all.map(({ label }) => label)
      const folds = foldsOf(labels, firsts, seed)
      firsts.forEach((first, place) => expect(folds[place]).toBe(folds[first]))
      for (const label of new Set(labels)) {
        const counts = new Array<number>(FOLDS).fill(0)
        firsts.forEach(
          (first, place) => first === place && labels[place] === label && counts[folds[place]!]!++,
        )
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }
      expect(foldsOf(labels, firsts, seed)).toEqual(folds)
    }),
  )
})
