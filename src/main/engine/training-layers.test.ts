import { afterAll, describe, expect, it } from 'vitest'
import type { LayerSpec } from './architectures/layers.ts'
import { crossEntropy } from './kernels.ts'
import { buildNetwork, drawWeights, type Network } from './network.ts'
import { Random } from '../../shared/random.ts'
import { tf, type TF } from './tf.ts'
import { forwardPass, trainingSteps } from './training-layers.ts'

const head: LayerSpec[] = [{ type: 'flatten' }, { type: 'dense', units: 4 }]
const conv = (padding: 'same' | 'valid', bias: boolean): LayerSpec => ({
  ...{ type: 'conv', filters: 5, kernel: 3 },
  ...{ padding, bias },
})
const NETWORKS: Record<string, LayerSpec[]> = {
  'dense layers': [
    { type: 'flatten' },
    { type: 'dense', units: 7 },
    { type: 'relu' },
    { type: 'dense', units: 4 },
  ],
  'valid convolution with bias': [conv('valid', true), { type: 'relu' }, ...head],
  'two convolutions': [conv('same', false), { type: 'relu' }, conv('same', true), ...head],
  'max pooling': [conv('same', true), { type: 'max-pool', size: 2 }, { type: 'relu' }, ...head],
  'odd sides pooled': [conv('valid', true), { type: 'max-pool', size: 3 }, ...head],
  'global average pooling': [
    conv('same', true),
    { type: 'global-average-pool' },
    { type: 'dense', units: 4 },
  ],
  'batch normalisation': [
    conv('same', false),
    { type: 'batch-norm' },
    { type: 'relu' },
    conv('same', false),
    ...head,
  ],
  'normalised vectors': [{ type: 'flatten' }, { type: 'batch-norm' }, { type: 'dense', units: 4 }],
}

const images = tf.randomUniform([6, 10, 10, 1], 0, 1, 'float32', 1)
const targets = tf.oneHot([0, 1, 2, 3, 0, 1], 4).toFloat()
afterAll(() => tf.dispose([images, targets]))

function network(layers: LayerSpec[]): Network {
  const made = buildNetwork(layers, [10, 10, 1])
  drawWeights(made, 3)
  return made
}

/** Loss and gradients by tfjs's own layers and its automatic differentiation: the oracle. */
function oracle(
  { model }: Network,
  training: boolean,
): { loss: number; gradients: Record<string, Float32Array> } {
  return tf.tidy(() => {
    const loss = () => tf.losses.softmaxCrossEntropy(targets, model.apply(images, { training }) as TF.Tensor)
    const { value, grads } = tf.variableGrads(loss as () => TF.Scalar)
    const byName = model.trainableWeights.map((weight) => {
      const { name } = weight.read() as TF.Variable
      return [weight.originalName, grads[name]!.dataSync<'float32'>()]
    })
    return { loss: value.dataSync()[0]!, gradients: Object.fromEntries(byName) }
  })
}

function ours(net: Network, freezeBatchNorm: boolean): ReturnType<typeof oracle> {
  return tf.tidy(() => {
    const [logits, backward] = forwardPass(trainingSteps(net), images, {
      random: new Random(1, 'pass'),
      freezeBatchNorm,
      precision: 'float32',
    })
    const [losses, gradient] = crossEntropy(logits, targets)
    const gradients = [...backward(gradient.div(6))].map(([weight, g]) => [
      weight.originalName,
      g.dataSync<'float32'>(),
    ])
    return { loss: losses.mean().dataSync()[0]!, gradients: Object.fromEntries(gradients) }
  })
}

function expectClose(mine: Record<string, Float32Array>, reference: Record<string, Float32Array>): void {
  expect(Object.keys(mine).sort()).toEqual(Object.keys(reference).sort())
  for (const [name, expected] of Object.entries(reference)) {
    const largest = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
    const furthest = expected.reduce((most, v, i) => Math.max(most, Math.abs(v - mine[name]![i]!)), 0)
    expect(furthest, name).toBeLessThan(1e-4 * largest + 1e-6)
  }
}

describe('forwardPass', () => {
  it.each(Object.entries(NETWORKS))('gives the loss and gradients of tfjs: %s', (_, layers) => {
    const net = network(layers)
    const reference = oracle(net, true)
    const before = tf.memory().numTensors
    const mine = ours(net, false)
    expect(tf.memory().numTensors).toBe(before)
    expect(mine.loss).toBeCloseTo(reference.loss, 5)
    expectClose(mine.gradients, reference.gradients)
    net.model.dispose()
  })

  it('moves running statistics towards the batch, as tfjs does', () => {
    const statistics = (net: Network) => net.model.weights.slice(-2).map((w) => [...w.read().dataSync()])
    const [net, other] = [0, 1].map(() => network([{ type: 'flatten' }, { type: 'batch-norm' }, head[1]!]))
    ours(net!, false)
    oracle(other!, true)
    statistics(net!)[0]!.forEach((mean, i) => expect(mean).toBeCloseTo(statistics(other!)[0]![i]!, 5))
    // Variance: TensorFlow's kernel counts n - 1 (as Keras does), tfjs n; six images here.
    statistics(net!)[1]!.forEach((v, i) =>
      expect(v - 0.9).toBeCloseTo((statistics(other!)[1]![i]! - 0.9) * 1.2, 5),
    )
    for (const made of [net!, other!]) made.model.dispose()
  })

  it('with frozen batch normalisation uses running statistics, keeps them, and still learns', () => {
    const net = network(NETWORKS['batch normalisation']!)
    ours(net, false)
    const statistics = () => net.model.nonTrainableWeights.map((weight) => [...weight.read().dataSync()])
    const before = statistics()
    const reference = oracle(net, false)
    const mine = ours(net, true)
    expect(mine.loss).toBeCloseTo(reference.loss, 5)
    expectClose(mine.gradients, reference.gradients)
    expect(statistics()).toEqual(before)
    net.model.dispose()
  })

  it('drops values at the rate asked for and scales up the others, from the seed', () => {
    const net = buildNetwork([{ type: 'flatten' }, { type: 'dropout', rate: 0.25 }], [100, 100, 1])
    const dropped = (seed: number) =>
      tf.tidy(() => {
        const random = new Random(seed, 'dropout')
        const pass = { random, freezeBatchNorm: false, precision: 'float32' } as const
        return [...forwardPass(trainingSteps(net), tf.ones([1, 100, 100, 1]), pass)[0].dataSync()]
      })
    const values = dropped(1)
    expect(values.filter((v) => v === 0).length / 10_000).toBeCloseTo(0.25, 1)
    for (const v of values) expect(v === 0 || Math.abs(v - 4 / 3) < 1e-5).toBe(true)
    expect(dropped(1)).toEqual(values)
    expect(dropped(2)).not.toEqual(values)
    net.model.dispose()
  })
})
