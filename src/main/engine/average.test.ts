import { expect, it } from 'vitest'
import { Average } from './average.ts'
import { buildNetwork, setWeight } from './network.ts'
import { tf } from './tf.ts'

it('fades what is past, lends the weights their means, and gives its tensors back', async () => {
  const { model } = buildNetwork([{ type: 'flatten' }, { type: 'dense', units: 1 }], [1, 2, 1])
  const before = tf.memory().numTensors
  const average = new Average(model.weights, 0.5)
  let expected = 0
  for (let step = 1; step <= 8; step++) {
    setWeight(model.weights[0]!, Float32Array.of(step, -step))
    average.step()
    const decay = Math.min(0.5, (1 + step) / (10 + step))
    expected = expected * decay + step * (1 - decay)
  }
  const now = () => [...model.weights[0]!.read().dataSync()]
  const [first, second] = await average.during(() => Promise.resolve(now()))
  expect(first).toBeCloseTo(expected, 5)
  expect(second).toBeCloseTo(-expected, 5)
  expect(now()).toEqual([8, -8])
  average.dispose()
  expect(tf.memory().numTensors).toBe(before)
  model.dispose()
})
