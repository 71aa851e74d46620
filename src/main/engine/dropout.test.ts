import { expect, it } from 'vitest'
import { keepMask } from './dropout.ts'
import { tf } from './tf.ts'

it.each([
  [0.25, [100, 401]],
  [0.5, [3, 7, 1001]],
  [0.1, [40_000]],
  [0, [1001]],
])('keeps all but %d of %j, from the seed', (rate, shape) => {
  const before = tf.memory().numTensors
  const draw = (seed: [number, number]) =>
    tf.tidy(() => {
      const mask = keepMask(shape, rate, seed)
      expect(mask.shape).toEqual(shape)
      return Uint8Array.from(mask.dataSync())
    })
  const kept = draw([1, 2])
  const share = kept.reduce((sum, one) => sum + one, 0) / kept.length
  // Five standard deviations of a count of so many.
  expect(Math.abs(share - (1 - rate))).toBeLessThanOrEqual(5 * Math.sqrt((rate * (1 - rate)) / kept.length))
  expect(draw([1, 2])).toEqual(kept)
  if (rate > 0) expect(draw([2, 2])).not.toEqual(kept)
  expect(tf.memory().numTensors).toBe(before)
})
