import { describe, expect, it } from 'vitest'
import { compact } from '../architectures/compact.ts'
import type { LayerSpec } from '../architectures/layers.ts'
import { setWeight } from '../network.ts'
import { predict } from '../predict.ts'
import { firstKernels } from './kernels.ts'
import { look } from './look.ts'
import { expectNear, leaves, networks, noise } from './testing.ts'

const network = networks()

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
