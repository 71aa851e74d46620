import { describe, expect, it } from 'vitest'
import { Random } from './random.ts'

const take = (random: Random, n: number) => Array.from({ length: n }, () => random.next())

describe('Random', () => {
  it('gives the same numbers for the same seed and stream, and others for other ones', () => {
    const numbers = take(new Random(7, 'order 1'), 20)
    expect(take(new Random(7, 'order 1'), 20)).toEqual(numbers)
    expect(take(new Random(8, 'order 1'), 20)).not.toEqual(numbers)
    expect(take(new Random(7, 'order 2'), 20)).not.toEqual(numbers)
  })

  it('spreads evenly over [0, 1)', () => {
    const numbers = take(new Random(1, 'spread'), 20_000)
    const tenths = numbers.reduce(
      (counts, x) => counts.with(Math.floor(x * 10), counts[Math.floor(x * 10)]! + 1),
      [...new Array<number>(10).fill(0)],
    )
    // Six standard deviations of a count of 20,000 draws at 1 in 10.
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(6 * Math.sqrt(1800))
  })

  it('shuffles without losing any', () => {
    const order = new Random(3, 'order').permutation(1000)
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    expect([...order]).not.toEqual(Array.from({ length: 1000 }, (_, i) => i))
  })
})
