import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Loaded } from './loaded.ts'
import { buildNetwork, drawWeights, setWeight } from './network.ts'
import { toInputs } from './pixels.ts'
import { describe as describeImages, predict } from './predict.ts'
import { saveModel } from './store.ts'
import { tf, type TF } from './tf.ts'
import { bars, MANY_LAYERS } from './toy.ts'

let folder: string
const path = (i: number) => join(folder, `model-${i}`)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haberdash-predict-'))
  for (let i = 0; i < 5; i++) {
    const network = buildNetwork(MANY_LAYERS, [28, 28, 1])
    drawWeights(network, i)
    await saveModel(network, path(i))
    network.model.dispose()
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('predict', () => {
  it('gives the softmax of the logits, in order, however many batches it takes', async () => {
    const network = buildNetwork(MANY_LAYERS, [28, 28, 1])
    drawWeights(network, 1)
    const before = tf.memory().numTensors
    const { pixels } = bars(600)
    const rows = await predict(network, pixels)
    const expected = tf.tidy(() => {
      const logits = network.model.predict(toInputs(pixels, [28, 28, 1])) as TF.Tensor
      return logits.softmax().dataSync<'float32'>()
    })
    expect(rows).toHaveLength(1200)
    rows.forEach((p, i) => expect(Math.abs(p - expected[i]!)).toBeLessThan(1e-5))
    expect(await predict(network, new Uint8Array(0))).toHaveLength(0)
    expect(tf.memory().numTensors).toBe(before)
    network.model.dispose()
  })
})

describe('describe', () => {
  it('gives the probabilities of predict, and what the last dense layer was given as near as float16 can say it', async () => {
    const network = buildNetwork(MANY_LAYERS, [28, 28, 1])
    drawWeights(network, 1)
    const before = tf.memory().numTensors
    const { pixels } = bars(600)
    const { probabilities, features } = await describeImages(network, pixels)
    expect(probabilities).toEqual(await predict(network, pixels))
    const expected = tf.tidy(() => {
      const inputs = toInputs(pixels, [28, 28, 1])
      const stepwise = network.model.layers
        .slice(0, -1)
        .reduce<TF.Tensor>((x, layer) => layer.apply(x) as TF.Tensor, inputs)
      return stepwise.dataSync<'float32'>()
    })
    expect(features).toHaveLength(600 * 5)
    // Ten bits of mantissa: half a step of rounding, beside what kernels differ by.
    expected.forEach((value, i) =>
      expect(Math.abs(features[i]! - value)).toBeLessThan(Math.abs(value) * 2 ** -11 + 1e-5),
    )
    expect(tf.memory().numTensors).toBe(before)
    network.model.dispose()
  })

  it('says the largest number of float16 where a feature is larger', async () => {
    const network = buildNetwork(
      [{ type: 'flatten' }, { type: 'dense', units: 1 }, { type: 'dense', units: 2 }],
      [2, 2, 1],
    )
    drawWeights(network, 1)
    for (const sign of [1, -1]) {
      setWeight(network.model.weights[0]!, new Float32Array(4).fill(sign * 1e6))
      expect([...(await describeImages(network, Uint8Array.of(9, 9, 9, 9))).features]).toEqual([sign * 65504])
    }
    network.model.dispose()
  })
})

describe('Loaded', () => {
  it('keeps three models loaded, forgets the one used longest ago, and gives all tensors back', async () => {
    const before = tf.memory().numTensors
    const models = new Loaded()
    const modelOf = (i: number) => models.model(path(i), (network) => Promise.resolve(network.model))
    const first = await modelOf(0)
    expect(await modelOf(0)).toBe(first)
    const each = tf.memory().numTensors - before
    for (const i of [1, 2, 0, 3]) await modelOf(i)
    expect(tf.memory().numTensors - before).toBe(3 * each)
    expect(await modelOf(0)).toBe(first)
    for (const i of [0, 1, 2, 3]) models.releaseModel(path(i))
    await new Promise(setImmediate)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('disposes a model that is released while in use only when its user is done', async () => {
    const before = tf.memory().numTensors
    const models = new Loaded()
    const rows = await models.model(path(0), async (network) => {
      models.releaseModel(path(0))
      return predict(network, bars(300).pixels)
    })
    expect(rows).toHaveLength(600)
    await new Promise(setImmediate)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('tries a model anew that could not be loaded', async () => {
    const models = new Loaded()
    const use = () => models.model(path(9), (network) => Promise.resolve(network.classes))
    await expect(use()).rejects.toMatchObject({ code: 'model-unreadable' })
    const network = buildNetwork(MANY_LAYERS, [28, 28, 1])
    await saveModel(network, path(9))
    network.model.dispose()
    expect(await use()).toBe(2)
    models.releaseModel(path(9))
  })
})
