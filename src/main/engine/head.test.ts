import { afterEach, describe, expect, it } from 'vitest'
import type { LayerSpec } from './architectures/layers.ts'
import { withHead } from './head.ts'
import { buildNetwork, drawWeights, type Network } from './network.ts'
import { predict } from './predict.ts'
import { tf } from './tf.ts'

const layers = (classes: number): LayerSpec[] => [
  { type: 'conv', filters: 3, kernel: 3, padding: 'same', bias: false },
  { type: 'batch-norm' },
  { type: 'relu' },
  { type: 'global-average-pool' },
  { type: 'dense', units: classes },
]
const pixels = Uint8Array.from({ length: 2 * 36 }, (_, i) => (i * 37) % 256)
let network: Network | undefined
afterEach(() => network?.model.dispose())

function drawn(): Network {
  const made = buildNetwork(layers(3), [6, 6, 1])
  drawWeights(made, 5)
  return made
}

describe('withHead', () => {
  it('keeps what the network knew of classes in another order, and frees the old one', async () => {
    const before = tf.memory().numTensors
    network = drawn()
    const old = await predict(network, pixels)
    const tensors = tf.memory().numTensors
    network = withHead(network, [2, 0, 1], 9)
    expect(tf.memory().numTensors).toBe(tensors)
    const now = await predict(network, pixels)
    ;[0, 1].forEach((row) =>
      [2, 0, 1].forEach((column, i) => expect(now[row * 3 + i]).toBeCloseTo(old[row * 3 + column]!, 6)),
    )
    network.model.dispose()
    network = undefined
    expect(tf.memory().numTensors).toBe(before)
  })

  it('gives new classes a start of their own, and lets others go', async () => {
    network = drawn()
    const [a, b, c] = await predict(network, pixels)
    network = withHead(network, [0, null, 2, null], 9)
    expect(network.classes).toBe(4)
    const now = await predict(network, pixels)
    // Softmax over other classes: the ratio of two that stayed is what it was.
    expect(now[0]! / now[2]!).toBeCloseTo(a! / c!, 5)
    expect(now[1]).not.toBeCloseTo(now[3]!, 5)
    expect(b).toBeGreaterThan(0)
  })

  it('refuses an output that is not there', () => {
    network = drawn()
    expect(() => withHead(network!, [0, 3], 1)).toThrow(RangeError)
  })
})
