import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  calibratedJoint,
  confidentJoint,
  labelIssues,
  offDiagonal,
  thresholds,
  type Judged,
} from './confident-learning.ts'

const judged = (labels: number[], rows: number[][]): Judged => ({
  labels: Uint8Array.from(labels),
  probabilities: Float32Array.from(rows.flat()),
  classes: rows[0]!.length,
})

/** Two classes; of the first image of each row of a case the probability of class 0 alone. */
const two = (labels: number[], first: number[]): Judged =>
  judged(
    labels,
    first.map((p) => [p, 1 - p]),
  )

/**
 * Worked out by hand. Thresholds: (.9 + .8 + .1 + .5) / 4 = .575 and (.8 + .7 + .3) / 3 = .6. The fourth image, .5 of each, is
 * confidently nothing; the third is confidently of class 1, the last confidently of class 0.
 */
const BY_HAND = two([0, 0, 0, 0, 1, 1, 1], [0.9, 0.8, 0.1, 0.5, 0.2, 0.3, 0.7])

describe('the confident joint', () => {
  it('counts an image where its probability reaches the class mean of those that are labelled so', () => {
    const [first, second] = thresholds(BY_HAND)
    expect(first).toBeCloseTo(0.575, 6)
    expect(second).toBeCloseTo(0.6, 6)
    expect(confidentJoint(BY_HAND)).toEqual([
      [2, 1],
      [1, 2],
    ])
  })

  it('is scaled to as many images as have each label', () => {
    const [first, second] = calibratedJoint(BY_HAND)
    expect(first![0]).toBeCloseTo(8 / 3, 9)
    expect(first![1]).toBeCloseTo(4 / 3, 9)
    expect(second).toEqual([1, 2])
  })

  it('takes the likelier of two classes that an image is confidently of', () => {
    // Thresholds: .5 (of one image), .3 and .2; the first image reaches the first two of them.
    const three = judged(
      [0, 1, 2],
      [
        [0.5, 0.4, 0.1],
        [0.4, 0.3, 0.3],
        [0.45, 0.35, 0.2],
      ],
    )
    expect(confidentJoint(three)).toEqual([
      [1, 0, 0],
      // .3 reaches the thresholds of classes 1 and 2: of equals the first.
      [0, 1, 0],
      [0, 1, 0],
    ])
  })

  it('has nothing of a class that no image is labelled with, and leaves a label of which nothing is known', () => {
    const none = judged([0, 0], [[0.2, 0, 0.8], [0.4, 0, 0.6]]) // prettier-ignore
    expect(calibratedJoint(none)).toEqual([
      [2, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ])
  })
})

describe('label issues', () => {
  it('are as many as are estimated, of those whose label is not the likeliest class, the least likely first', () => {
    const { places, suggested, joint } = labelIssues(BY_HAND)
    expect(offDiagonal(joint)).toBeCloseTo(4 / 3 + 1, 9)
    expect([...places]).toEqual([2, 6])
    expect([...suggested]).toEqual([1, 0])
  })

  it('are none where every label is the likeliest class', () => {
    expect(labelIssues(two([0, 0, 1], [0.9, 0.6, 0.1])).places).toHaveLength(0)
  })

  it('hold for any probabilities', () => {
    const row = fc
      .array(fc.integer({ min: 1, max: 1000 }), { minLength: 4, maxLength: 4 })
      .map((parts) => parts.map((part) => part / parts.reduce((sum, n) => sum + n, 0)))
    const image = fc.tuple(fc.integer({ min: 0, max: 3 }), row)
    fc.assert(
      fc.property(fc.array(image, { minLength: 1, maxLength: 60 }), (images) => {
        const each = judged(
          images.map(([label]) => label),
          images.map(([, probabilities]) => probabilities),
        )
        const { places, suggested, joint } = labelIssues(each)
        joint.forEach((counts, label) => {
          const labelled = images.filter(([own]) => own === label).length
          expect(counts.reduce((sum, n) => sum + n, 0)).toBeCloseTo(labelled, 6)
        })
        expect(places.length).toBeLessThanOrEqual(Math.round(offDiagonal(joint)))
        expect(new Set(places).size).toBe(places.length)
        const own = [...places].map((place) => each.probabilities[place * 4 + each.labels[place]!]!)
        expect(own).toEqual(own.toSorted((a, b) => a - b))
        for (const [rank, place] of places.entries()) {
          const probabilities = each.probabilities.subarray(place * 4, place * 4 + 4)
          expect(suggested[rank]).not.toBe(each.labels[place])
          expect(probabilities[suggested[rank]!]).toBe(Math.max(...probabilities))
        }
      }),
    )
  })
})
