import { afterEach, beforeEach, expect } from 'vitest'
import { Random } from '../../../shared/random.ts'
import type { LayerSpec } from '../architectures/layers.ts'
import { buildNetwork, drawWeights, setWeight, type Network } from '../network.ts'
import { toInputs, type Shape } from '../pixels.ts'
import { tf, type TF } from '../tf.ts'

// What tests of looking into networks share.

/** Networks of a file's tests: gone after each, and no tensor is left then. */
export function networks() {
  let tensors: number
  let made: Network[]
  beforeEach(() => {
    tensors = tf.memory().numTensors
    made = []
  })
  afterEach(() => {
    for (const { model } of made) model.dispose()
    expect(tf.memory().numTensors).toBe(tensors)
  })
  /** Of random weights, normalisation's statistics and factors too. */
  return (layers: LayerSpec[], shape: Shape): Network => {
    const network = buildNetwork(layers, shape)
    const random = new Random(1, 'weights')
    drawWeights(network, 3)
    for (const weight of network.model.weights) {
      if (weight.originalName.endsWith('kernel')) continue
      const low = weight.originalName.endsWith('variance') ? 0.1 : -1
      setWeight(
        weight,
        new Float32Array(weight.read().size).map(() => random.between(low, 1)),
      )
    }
    made.push(network)
    return network
  }
}

export const noise = (length: number) => {
  const random = new Random(5, 'noise')
  return new Uint8Array(length).map(() => random.below(256))
}

/** By tfjs's own layers, one after the other: what leaves the layer at an index. */
export const leaves = ({ model, shape }: Network, pixels: Uint8Array, index: number): Float32Array => {
  let values = new Float32Array(0)
  tf.tidy(() => {
    const layers = model.layers.slice(0, index + 1)
    const out = layers.reduce<TF.Tensor>((x, layer) => layer.apply(x) as TF.Tensor, toInputs(pixels, shape))
    values = out.dataSync<'float32'>().slice()
  })
  return values
}

export const expectNear = (actual: ArrayLike<number>, expected: ArrayLike<number>) => {
  expect(actual).toHaveLength(expected.length)
  for (let i = 0; i < expected.length; i++) {
    const least = 1e-4 * Math.max(1, Math.abs(expected[i]!))
    expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThan(least)
  }
}
