import { expect, it } from 'vitest'
import { Random } from '../../shared/random.ts'
import { recolour } from './recolour.ts'

const random = (seed: number) => new Random(seed, 'recolour')
const seeds = Array.from({ length: 40 }, (_, i) => i)
/** A grey, a red, and a bright blue. */
const colours = [0.4, 0.4, 0.4, 0.6, 0.3, 0.3, 0.1, 0.2, 1]

function recoloured(amount: number, seed: number): Float32Array {
  const target = Float32Array.from([9, ...colours, 9])
  recolour(target, 1, 3, amount, random(seed))
  expect([target[0], target.at(-1)]).toEqual([9, 9])
  return target.subarray(1, -1)
}

it('tints a grey by no more than its amount allows, and otherwise leaves it', () => {
  for (const seed of seeds) {
    const grey = recoloured(0.5, seed).subarray(0, 3)
    for (const value of grey) {
      expect(value / 0.4).toBeGreaterThanOrEqual(1 / 1.201)
      expect(value / 0.4).toBeLessThanOrEqual(1.201)
    }
  }
})

it('makes colours stronger in some images and weaker in others, within the amount', () => {
  const strengths = seeds.map((seed) => {
    const [grey, red] = [recoloured(0.5, seed).slice(0, 3), recoloured(0.5, seed).slice(3, 6)]
    const [r, g] = [0, 1].map((c) => (red[c]! * 0.4) / grey[c]!)
    return (r! - g!) / 0.3
  })
  expect(Math.min(...strengths)).toBeGreaterThanOrEqual(0.499)
  expect(Math.max(...strengths)).toBeLessThanOrEqual(1.501)
  expect(Math.min(...strengths)).toBeLessThan(0.8)
  expect(Math.max(...strengths)).toBeGreaterThan(1.2)
})

it('keeps values within 0 and 1, and draws the same for the same seed', () => {
  for (const seed of seeds) {
    const image = recoloured(1, seed)
    expect(image.every((value) => value >= 0 && value <= 1)).toBe(true)
    expect(recoloured(1, seed)).toEqual(image)
  }
})

it('changes nothing at an amount of zero', () => {
  recoloured(0, 3).forEach((value, i) => expect(value).toBeCloseTo(colours[i]!, 6))
})
