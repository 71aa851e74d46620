import { describe, expect, it } from 'vitest'
import { score } from './evaluation.ts'

describe('score', () => {
  it('agrees with a case worked out by hand', () => {
    // Truth a, a, b, b; predicted a, b, b, b.
    const probabilities = Float32Array.of(0.75, 0.25, 0.25, 0.75, 0.5, 0.5 + 2 ** -10, 0.125, 0.875)
    const result = score(probabilities, Uint8Array.of(0, 0, 1, 1), ['a', 'b'])
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

  it('says null, not 0, of what was never asked', () => {
    const result = score(Float32Array.of(1, 0, 0), Uint8Array.of(0), ['a', 'b', 'c'])
    expect(result.perClass[1]).toEqual({ className: 'b', precision: null, recall: null, f1: null, images: 0 })
  })

  it('stays finite when the model gave the truth no chance at all', () => {
    expect(score(Float32Array.of(0, 1), Uint8Array.of(0), ['a', 'b']).loss).toBeCloseTo(-Math.log(1e-7), 3)
  })
})
