import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Random } from '../../../shared/random.ts'
import { compact } from '../architectures/compact.ts'
import type { LayerSpec } from '../architectures/layers.ts'
import { buildNetwork, drawWeights, setWeight, type Network } from '../network.ts'
import { toInputs, type Shape } from '../pixels.ts'
import { predict } from '../predict.ts'
import { tf, type TF } from '../tf.ts'
import { firstKernels } from './kernels.ts'
import { look } from './look.ts'

let tensors: number
let networks: Network[]
beforeEach(() => {
  tensors = tf.memory().numTensors
  networks = []
})
afterEach(() => {
  for (const { model } of networks) model.dispose()
  expect(tf.memory().numTensors).toBe(tensors)
})

/** Of random weights, normalisation's statistics and factors too. */
function network(layers: LayerSpec[], shape: Shape): Network {
  const made = buildNetwork(layers, shape)
  const random = new Random(1, 'weights')
  drawWeights(made, 3)
  for (const weight of made.model.weights) {
    if (weight.originalName.endsWith('kernel')) continue
    const low = weight.originalName.endsWith('variance') ? 0.1 : -1
    setWeight(
      weight,
      new Float32Array(weight.read().size).map(() => random.between(low, 1)),
    )
  }
  networks.push(made)
  return made
}

const noise = (length: number) => {
  const random = new Random(5, 'noise')
  return new Uint8Array(length).map(() => random.below(256))
}

/** By tfjs's own layers, one after the other: what leaves the layer at an index. */
const leaves = ({ model, shape }: Network, pixels: Uint8Array, index: number): Float32Array => {
  let values = new Float32Array(0)
  tf.tidy(() => {
    const layers = model.layers.slice(0, index + 1)
    const out = layers.reduce<TF.Tensor>((x, layer) => layer.apply(x) as TF.Tensor, toInputs(pixels, shape))
    values = out.dataSync<'float32'>().slice()
  })
  return values
}

const expectNear = (actual: ArrayLike<number>, expected: ArrayLike<number>) => {
  expect(actual).toHaveLength(expected.length)
  for (let i = 0; i < expected.length; i++) {
    const least = 1e-4 * Math.max(1, Math.abs(expected[i]!))
    expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThan(least)
  }
}

describe('a network of two kernels, worked out by hand', () => {
  const conv: LayerSpec = { type: 'conv', filters: 2, kernel: 2, padding: 'valid', bias: false }
  const tail: LayerSpec[] = [{ type: 'global-average-pool' }, { type: 'dense', units: 2 }]
  // One kernel looks for a falling diagonal, the other gives minus the sum.
  const KERNEL = Float32Array.of(1, -1, 0, -1, 0, -1, 1, -1)
  const DIAGONAL = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255)
  const byHand = (layers: LayerSpec[]) => {
    const made = network(layers, [3, 3, 1])
    const [kernel, dense, bias] = made.model.weights
    setWeight(kernel!, KERNEL)
    setWeight(dense!, Float32Array.of(1, -1, 3, 5))
    setWeight(bias!, Float32Array.of(0, 0))
    return made
  }

  it('tells each map by its own peak, the silent one as zeros, then the vector and the probabilities', () => {
    const { stages, maps, numbers, probabilities } = look(
      byHand([conv, { type: 'relu' }, ...tail]),
      DIAGONAL,
      true,
    )
    expect(stages).toEqual([
      { kind: 'conv', layers: ['conv_1', 'relu_2'], shape: [2, 2, 2], signed: false },
      { kind: 'global-average-pool', layers: ['global_average_pool_3'], shape: [2], signed: false },
    ])
    expect([...maps]).toEqual([255, 0, 0, 255, 0, 0, 0, 0])
    expect([...numbers]).toEqual([0, 2, 1, 0, 0, 0, 1, 0])
    const odds = Math.exp(2)
    expectNear(probabilities, [odds / (1 + odds), 1 / (1 + odds)])
  })

  it('weighs maps by the gradient, and cuts off what speaks against a class', () => {
    const { attention } = look(byHand([conv, { type: 'relu' }, ...tail]), DIAGONAL, false)
    expect(attention).toMatchObject({ layers: ['conv_1', 'relu_2'], height: 2, width: 2 })
    expectNear(attention!.values, [0.5, 0, 0, 0.5, 0, 0, 0, 0])
  })

  it('tells negative values around the middle byte', () => {
    const { stages, maps, numbers } = look(byHand([conv, ...tail]), DIAGONAL, true)
    expect(stages[0]).toMatchObject({ layers: ['conv_1'], signed: true })
    expect([...maps]).toEqual([255, 128, 128, 255, 1, 65, 65, 1])
    expect([...numbers.subarray(0, 6)]).toEqual([0, 2, 1, -2, -1, -1.5])
  })

  it('gives the kernels as they are', () => {
    const { values, ...of } = firstKernels(byHand([conv, ...tail]))!
    expect(of).toEqual({ layer: 'conv_1', height: 2, width: 2, channels: 1, count: 2 })
    expect(values).toEqual(KERNEL)
  })
})

describe('any network', () => {
  it('goes through by the steps that predict, told stage by stage', async () => {
    const made = network(compact(4, { kernels: 4 }), [28, 28, 1])
    const pixels = noise(784)
    const { stages, numbers, probabilities } = look(made, pixels, true)
    expect(stages.map(({ layers, shape }) => `${layers.join(' + ')}, ${shape.join(' x ')}`)).toEqual([
      'conv_1 + batch_norm_2 + relu_3, 28 x 28 x 4',
      'conv_4, 28 x 28 x 8',
      'max_pool_5 + batch_norm_6 + relu_7, 14 x 14 x 8',
      'conv_8 + batch_norm_9 + relu_10, 14 x 14 x 12',
      'conv_11, 14 x 14 x 12',
      'max_pool_12 + batch_norm_13 + relu_14, 7 x 7 x 12',
      'conv_15 + batch_norm_16 + relu_17, 7 x 7 x 24',
      'conv_18 + batch_norm_19 + relu_20, 7 x 7 x 24',
      'global_average_pool_21, 24',
    ])
    expect(probabilities).toEqual(await predict(made, pixels))
    expectNear(numbers.subarray(-24), leaves(made, pixels, 20))
  })

  it('looks, where global average pooling follows, as CAM does; so many classes that it takes two passes', () => {
    const layers: LayerSpec[] = [
      { type: 'conv', filters: 16, kernel: 3, padding: 'same', bias: true },
      { type: 'relu' },
      { type: 'global-average-pool' },
      { type: 'dropout', rate: 0.5 },
      { type: 'dense', units: 80 },
    ]
    const made = network(layers, [64, 64, 3])
    const pixels = noise(64 * 64 * 3)
    const maps = leaves(made, pixels, 1)
    const weights = made.model.weights.at(-2)!.read().dataSync<'float32'>()
    const cam = (c: number, place: number) => {
      let sum = 0
      for (let k = 0; k < 16; k++) sum += (weights[k * 80 + c]! / 4096) * maps[place * 16 + k]!
      return Math.max(0, sum)
    }
    const { values } = look(made, pixels, false).attention!
    for (const c of [0, 1, 60, 61, 79]) {
      const expected = Float32Array.from({ length: 4096 }, (_, place) => cam(c, place) * 4096)
      expectNear(
        values.subarray(c * 4096, (c + 1) * 4096).map((value) => value * 4096),
        expected,
      )
    }
  })

  it('looks, where dense layers follow, by the gradient that finite differences give', () => {
    const layers: LayerSpec[] = [
      { type: 'conv', filters: 3, kernel: 3, padding: 'valid', bias: true },
      { type: 'max-pool', size: 2 },
      { type: 'batch-norm' },
      { type: 'relu' },
      ...([{ type: 'flatten' }, { type: 'dense', units: 6 }, { type: 'relu' }] as const),
      { type: 'dropout', rate: 0.3 },
      { type: 'dense', units: 2 },
    ]
    const made = network(layers, [10, 10, 1])
    const pixels = noise(100)
    const maps = [...leaves(made, pixels, 3)]
    const [w1, b1, w2] = made.model.weights
      .filter(({ originalName }) => originalName.startsWith('dense'))
      .map((weight) => weight.read().dataSync<'float32'>())
    const logit = (x: number[], c: number) => {
      let sum = 0
      for (let j = 0; j < 6; j++) {
        const hidden = x.reduce((all, value, i) => all + value * w1![i * 6 + j]!, b1![j]!)
        sum += Math.max(0, hidden) * w2![j * 2 + c]!
      }
      return sum
    }
    const slope = (c: number, i: number) => {
      const moved = (by: number) => logit(maps.with(i, maps[i]! + by), c)
      return (moved(1e-5) - moved(-1e-5)) / 2e-5
    }
    const expected = [0, 1].flatMap((c) => {
      const weight = [0, 1, 2].map((k) =>
        [...Array(16).keys()].reduce((sum, at) => sum + slope(c, at * 3 + k) / 16, 0),
      )
      return [...Array(16).keys()].map((at) =>
        Math.max(
          0,
          weight.reduce((sum, w, k) => sum + w * maps[at * 3 + k]!, 0),
        ),
      )
    })
    expect(Math.max(...expected)).toBeGreaterThan(0)
    const { attention } = look(made, pixels, false)
    expect(attention).toMatchObject({ height: 4, width: 4 })
    expectNear(attention!.values, expected)
  })

  it('is a head alone: its features and probabilities, no maps and no kernels', () => {
    const made = network([{ type: 'dense', units: 2 }], [3])
    const features = Float32Array.of(0.5, -1, 2)
    const { stages, numbers, attention, maps } = look(made, new Uint8Array(features.buffer), true)
    expect(stages).toEqual([{ kind: 'features', layers: [], shape: [3], signed: true }])
    expect(numbers).toEqual(features)
    expect(maps).toHaveLength(0)
    expect(attention).toBeNull()
    expect(firstKernels(made)).toBeNull()
  })
})
