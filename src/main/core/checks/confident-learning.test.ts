import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  calibratedJoint,
  confidentJoint,
  labelIssues,
  offDiagonal,
  thresholds,
  type Judged,
} from './confident-learning.ts'

/** Two classes, six images; worked through by hand in the tests below. */
const SIX: Judged = {
  classes: 2,
  labels: Uint8Array.of(0, 0, 0, 0, 1, 1),
  // prettier-ignore
  probabilities: Float32Array.of(0.875, 0.125,  0.75, 0.25,  0.5, 0.5,  0.125, 0.875,  0.25, 0.75,  0.5, 0.5),
}

it('an image counts as confidently of a class from what is usual for its label on', () => {
  // Of label 0: (0.875 + 0.75 + 0.5 + 0.125) / 4; of label 1: (0.75 + 0.5) / 2.
  expect([...thresholds(SIX)]).toEqual([0.5625, 0.625])
  // The third and the sixth are confidently of none.
  expect(confidentJoint(SIX)).toEqual([
    [2, 1],
    [0, 1],
  ])
})

it('the joint is scaled to as many images as have each label', () => {
  const joint = calibratedJoint(SIX)
  expect(joint[0]![0]).toBeCloseTo(8 / 3)
  expect(joint[0]![1]).toBeCloseTo(4 / 3)
  expect(joint[1]).toEqual([0, 2])
  expect(offDiagonal(joint)).toBeCloseTo(4 / 3)
})

it('as many issues as are estimated, of those of which another class is likelier', () => {
  const { places, suggested } = labelIssues(SIX)
  expect([...places]).toEqual([3])
  expect([...suggested]).toEqual([1])
})

it('what is confidently of two classes is of the likelier one', () => {
  const judged = {
    classes: 3,
    labels: Uint8Array.of(0, 1, 2),
    probabilities: Float32Array.of(0.2, 0.5, 0.3, 0.6, 0.2, 0.2, 0.5, 0.3, 0.2),
  }
  // Thresholds are each 0.2: all classes count for all images.
  expect(confidentJoint(judged)).toEqual([
    [0, 1, 0],
    [1, 0, 0],
    [1, 0, 0],
  ])
})

it('of a class that nothing is labelled with, and of a label that nothing is confidently of, nothing is said', () => {
  const judged = {
    classes: 3,
    labels: Uint8Array.of(0, 0),
    probabilities: Float32Array.of(0.1, 0, 0.9, 0.1, 0, 0.9),
  }
  expect(confidentJoint(judged)).toEqual([
    [2, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ])
  expect([...labelIssues(judged).places]).toEqual([])
})

const judgedImages = fc
  .record({ classes: fc.integer({ min: 2, max: 5 }), count: fc.integer({ min: 1, max: 40 }) })
  .chain(({ classes, count }) =>
    fc.record({
      classes: fc.constant(classes),
      labels: fc.array(fc.nat(classes - 1), { minLength: count, maxLength: count }),
      weights: fc.array(fc.integer({ min: 1, max: 100 }), {
        minLength: count * classes,
        maxLength: count * classes,
      }),
    }),
  )
  .map(({ classes, labels, weights }): Judged => {
    const sums = labels.map((_, i) =>
      weights.slice(i * classes, (i + 1) * classes).reduce((a, b) => a + b, 0),
    )
    const probabilities = Float32Array.from(weights, (weight, at) => weight / sums[Math.floor(at / classes)]!)
    return { classes, labels: Uint8Array.from(labels), probabilities }
  })

it('every issue has a likelier class than its label, the least likely label first, no more of them than are estimated', () => {
  fc.assert(
    fc.property(judgedImages, (judged) => {
      const { places, suggested, joint } = labelIssues(judged)
      const likely = (place: number, i: number) => judged.probabilities[place * judged.classes + i]!
      expect(places.length).toBeLessThanOrEqual(Math.round(offDiagonal(joint)))
      places.forEach((place, rank) => {
        expect(likely(place, suggested[rank]!)).toBeGreaterThan(likely(place, judged.labels[place]!))
        const before = places[rank - 1]
        if (before !== undefined)
          expect(likely(before, judged.labels[before]!)).toBeLessThanOrEqual(
            likely(place, judged.labels[place]!),
          )
      })
      // Each row of the joint is as many images as have the label.
      joint.forEach((row, label) =>
        expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(
          judged.labels.filter((each) => each === label).length,
        ),
      )
    }),
  )
})
