import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import { compareAnswers, type Asked } from './comparison.ts'

const classes = ['coat', 'dress', 'shirt'].map((name, i) => ({ id: (i + 11) as ClassId, name }))

/** Images 1, 2, ... of these classes, by position. */
const asked = (...labels: number[]): Asked => ({
  ids: labels.map((_, i) => (i + 1) as ImageId),
  labels: labels.map((i) => classes[i]!.id),
  classes,
})
const answered = (name: string, ...classIndices: number[]) => ({
  model: name as ModelId,
  answers: classIndices.map((i, at) => ({ classId: classes[i]!.id, confidence: 0.5 + at / 100 })),
})

describe('compareAnswers', () => {
  it('agrees with a case worked out by hand', () => {
    const result = compareAnswers(
      asked(0, 0, 1, 1, 2),
      answered('v1', 0, 0, 1, 0, 0),
      answered('v2', 0, 1, 0, 1, 1),
    )
    expect(result).toMatchObject({ bothRight: 1, onlyA: 2, onlyB: 1, bothWrong: 1, p: 1, disagreements: 4 })
    expect(result.a).toMatchObject({ model: 'v1', accuracy: 3 / 5 })
    expect(result.b).toMatchObject({ model: 'v2', accuracy: 2 / 5 })
    expect(result.a.perClass[0]).toEqual({
      className: 'coat',
      precision: 0.5,
      recall: 1,
      f1: 2 / 3,
      images: 2,
    })
    expect(result.b.perClass[2]).toEqual({ className: 'shirt', precision: null, recall: 0, f1: 0, images: 1 })
    // The surest first; both wrong in the same way is no disagreement.
    expect(result.differing.map(({ id }) => id)).toEqual([5, 4, 3, 2])
  })

  it('counts every image once, and tells of each on which the answers differ', () => {
    const index = fc.integer({ min: 0, max: 2 })
    fc.assert(
      fc.property(fc.array(fc.tuple(index, index, index), { minLength: 1, maxLength: 60 }), (rows) => {
        const column = (i: number) => rows.map((row) => row[i]!)
        const result = compareAnswers(
          asked(...column(0)),
          answered('a', ...column(1)),
          answered('b', ...column(2)),
        )
        const { bothRight, onlyA, onlyB, bothWrong } = result
        expect(bothRight + onlyA + onlyB + bothWrong).toBe(rows.length)
        expect(result.a.accuracy).toBeCloseTo((bothRight + onlyA) / rows.length, 12)
        expect(result.b.accuracy).toBeCloseTo((bothRight + onlyB) / rows.length, 12)
        const different = rows.flatMap(([, a, b], i) => (a === b ? [] : [i + 1]))
        expect(result.differing.map(({ id }) => id).sort((x, y) => x - y)).toEqual(different)
        expect(result.disagreements).toBe(different.length)
      }),
    )
  })
})
