import { describe, expect, it } from 'vitest'
import type { LayerSpec } from './architectures/layers.ts'
import { infer } from './inference.ts'
import { buildNetwork, drawWeights, setWeight } from './network.ts'
import { Random } from '../../shared/random.ts'
import { tf, type TF } from './tf.ts'

const conv = (padding: 'same' | 'valid', bias: boolean): LayerSpec => ({
  ...{ type: 'conv', filters: 5, kernel: 3 },
  ...{ padding, bias },
})
const norm: LayerSpec = { type: 'batch-norm' }
const tail: LayerSpec[] = [{ type: 'flatten' }, { type: 'dense', units: 4 }]
const NETWORKS: Record<string, LayerSpec[]> = {
  'a normalised convolution': [conv('same', false), norm, { type: 'relu' }, ...tail],
  'a normalised convolution with bias': [conv('valid', true), norm, { type: 'relu' }, ...tail],
  'pooling before normalisation': [conv('same', false), { type: 'max-pool', size: 2 }, norm, ...tail],
  'normalised vectors, dropout': [{ type: 'flatten' }, norm, { type: 'dropout', rate: 0.5 }, tail[1]!],
  'global average pooling': [conv('same', true), { type: 'global-average-pool' }, tail[1]!],
}

describe('infer', () => {
  it.each(Object.entries(NETWORKS))('gives the probabilities of tfjs: %s', (_, layers) => {
    const network = buildNetwork(layers, [10, 10, 1])
    drawWeights(network, 3)
    const expectSame = () =>
      tf.tidy(() => {
        const images = tf.randomUniform([6, 10, 10, 1], 0, 1, 'float32', 1)
        const expected = tf.softmax(network.model.predict(images) as TF.Tensor).dataSync()
        const rows = infer(network, images).probabilities.dataSync()
        expected.forEach((p, i) => expect(rows[i]).toBeCloseTo(p, 5))
      })
    expectSame()
    // Also of weights that have changed since: negative factors, and statistics as of a training.
    const random = new Random(1, 'weights')
    for (const weight of network.model.weights) {
      const low = weight.originalName.endsWith('variance') ? 0.1 : -1
      const values = new Float32Array(weight.read().size).map(() => random.between(low, 1))
      setWeight(weight, values)
    }
    const before = tf.memory().numTensors
    expectSame()
    expect(tf.memory().numTensors).toBe(before)
    network.model.dispose()
  })
})
