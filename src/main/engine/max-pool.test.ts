import { expect, it } from 'vitest'
import { maxPool, portably } from './max-pool.ts'
import { tf } from './tf.ts'

it.each([
  [2, [3, 26, 26, 8]],
  [2, [2, 7, 5, 3]],
  [3, [1, 9, 10, 4]],
])('gives what the portable kernels give, squares of %i of %j, equal values too', (size, shape) => {
  const before = tf.memory().numTensors
  tf.tidy(() => {
    const x = tf.randomUniform(shape as [number, number, number, number], 0, 4, 'int32', 1).toFloat()
    const [ours, theirs] = [maxPool(x, size), portably(x, size)]
    expect(ours.y.dataSync()).toEqual(theirs.y.dataSync())
    const dy = tf.randomNormal(ours.y.shape, 0, 1, 'float32', 2)
    expect(ours.backward(dy).dataSync()).toEqual(theirs.backward(dy).dataSync())
  })
  expect(tf.memory().numTensors).toBe(before)
})
