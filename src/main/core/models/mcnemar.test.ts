import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mcnemar } from './mcnemar.ts'

/** The same by its definition: twice the probability of so few heads, or fewer, in n throws of a coin. */
function byDefinition(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB
  let [ways, sum] = [1n, 0n]
  for (let k = 0; k <= Math.min(onlyA, onlyB); k++) {
    sum += ways
    ways = (ways * BigInt(n - k)) / BigInt(k + 1)
  }
  return Math.min(1, Number((2n * sum * 10n ** 18n) / 2n ** BigInt(n)) / 1e18)
}

describe('mcnemar', () => {
  it('agrees with cases that can be worked out by hand', () => {
    expect(mcnemar(0, 0)).toBe(1)
    expect(mcnemar(4, 4)).toBe(1)
    expect(mcnemar(5, 0)).toBeCloseTo(2 / 2 ** 5, 12)
    expect(mcnemar(1, 9)).toBeCloseTo((2 * (1 + 10)) / 2 ** 10, 12)
  })

  it('is the binomial test, the same from either side', () => {
    const counts = fc.integer({ min: 0, max: 200 })
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        expect(mcnemar(a, b)).toBeCloseTo(byDefinition(a, b), 10)
        expect(mcnemar(a, b)).toBe(mcnemar(b, a))
      }),
    )
  })

  it('stays a number for as many images as there are', () => {
    expect(mcnemar(10_000, 0)).toBeGreaterThan(0)
    expect(mcnemar(5_000, 5_000)).toBe(1)
    expect(mcnemar(4_950, 5_050)).toBeCloseTo(0.322, 2)
  })
})
