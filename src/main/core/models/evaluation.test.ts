import { describe, expect, it } from 'vitest'
import { score } from './evaluation.ts'

describe('score', () => {
  it('agrees with a case worked out by hand', () => {
    // Truth a, a, b, b; predicted a, b, b, b.
    const probabilities = Float32Array.of(0.75, 0.25, 0.25, 0.75, 0.5, 0.5 + 2 ** -10, 0.125, 0.875)
    const result = score(probabilities, probabilities, Uint8Array.of(0, 0, 1, 1), ['a', 'b'])
    expect(result.accuracy).toBe(0.75)
    expect(result.confusion).toEqual([
      [1, 1],
      [0, 2],
    ])
    const loss = -(Math.log(0.75) + Math.log(0.25) + Math.log(0.5 + 2 ** -10) + Math.log(0.875)) / 4
    expect(result.loss).toBeCloseTo(loss, 6)
    expect(result.perClass[0]).toEqual({ className: 'a', precision: 1, recall: 0.5, f1: 2 / 3, images: 2 })
    expect(result.perClass[1]).toEqual({ className: 'b', precision: 2 / 3, recall: 1, f1: 0.8, images: 2 })
  })

  it('means over the classes that were asked, and counts a second guess', () => {
    // Truth a, a, a, b; predicted a, a, b, c; the truth is second where it is not first, but for the last.
    const probabilities = Float32Array.of(0.8, 0.1, 0.1, 0.8, 0.1, 0.1, 0.4, 0.5, 0.1, 0.3, 0.1, 0.6)
    const result = score(probabilities, probabilities, Uint8Array.of(0, 0, 0, 1), ['a', 'b', 'c'])
    expect(result.top2).toBe(0.75)
    expect(result.macro).toEqual({
      precision: (1 + 0) / 2,
      recall: (2 / 3 + 0) / 2,
      f1: expect.closeTo(0.8 / 2),
    })
    expect(result.weighted).toEqual({ precision: 0.75, recall: 0.5, f1: expect.closeTo(0.6) })
  })

  it('says null, not 0, of what was never asked', () => {
    const row = Float32Array.of(1, 0, 0)
    const result = score(row, row, Uint8Array.of(0), ['a', 'b', 'c'])
    expect(result.perClass[1]).toEqual({ className: 'b', precision: null, recall: null, f1: null, images: 0 })
  })

  it('stays finite when the model gave the truth no chance at all', () => {
    const row = Float32Array.of(0, 1)
    expect(score(row, row, Uint8Array.of(0), ['a', 'b']).loss).toBeCloseTo(-Math.log(1e-7), 3)
  })
})
