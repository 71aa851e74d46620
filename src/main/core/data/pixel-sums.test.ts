import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BIN_VALUES, BINS } from '../../../shared/contract/data.ts'
import { PixelSums } from './pixel-sums.ts'

const inputs = (channels: number) =>
  fc.array(fc.uint8Array({ minLength: 4 * channels, maxLength: 4 * channels }), {
    minLength: 1,
    maxLength: 20,
  })

const sumsOf = (images: Uint8Array[], channels: number) => {
  const sums = new PixelSums(images[0]!.length, channels)
  const bytes = (some: Uint8Array[]) => Uint8Array.from(some.flatMap((image) => [...image]))
  sums.add(bytes(images.slice(0, 3)))
  sums.add(bytes(images.slice(3)))
  return sums
}

/** By the definition, in two passes. */
function meanAndDeviation(values: number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, deviation: Math.sqrt(variance) }
}

it('has the mean and the standard deviation of the definition, of all numbers and of each', () => {
  fc.assert(
    fc.property(inputs(1), (images) => {
      const sums = sumsOf(images, 1)
      const whole = meanAndDeviation(images.flatMap((image) => [...image]))
      expect(sums.overall().mean).toBeCloseTo(whole.mean, 9)
      expect(sums.overall().deviation).toBeCloseTo(whole.deviation, 5)
      for (let i = 0; i < 4; i++) {
        const { mean, deviation } = meanAndDeviation(images.map((image) => image[i]!))
        expect(Math.abs(sums.meanPicture()[i]! - mean)).toBeLessThanOrEqual(0.5 + 1e-9)
        expect(Math.abs(sums.deviationPicture()[i]! - 2 * deviation)).toBeLessThanOrEqual(0.5 + 1e-5)
      }
    }),
  )
})

it('counts each number once, in the bin of its value and its channel', () => {
  fc.assert(
    fc.property(inputs(3), (images) => {
      const bins = sumsOf(images, 3).bins()
      for (const [channel, counts] of bins.entries()) {
        expect(counts).toHaveLength(BINS)
        const values = images.flatMap((image) => [...image].filter((_, i) => i % 3 === channel))
        for (const [bin, count] of counts.entries())
          expect(count).toBe(values.filter((value) => Math.floor(value / BIN_VALUES) === bin).length)
      }
    }),
  )
})

it('is exact where the squares of many images are large, and never below nothing', () => {
  const sums = new PixelSums(1, 1)
  for (let i = 0; i < 10; i++) sums.add(new Uint8Array(10_000).fill(255))
  expect(sums.overall()).toEqual({ mean: 255, deviation: 0 })
  expect([...sums.deviationPicture()]).toEqual([0])
})

it('shows the largest deviation there can be, half black and half white, as white', () => {
  const sums = sumsOf([Uint8Array.of(0), Uint8Array.of(255)], 1)
  expect([...sums.meanPicture(), ...sums.deviationPicture()]).toEqual([128, 255])
})
