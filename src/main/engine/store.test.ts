import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { architecture } from './architectures/index.ts'
import type { LayerSpec } from './architectures/layers.ts'
import { buildNetwork, drawWeights } from './network.ts'
import { toInputs } from './pixels.ts'
import { loadModel, saveModel } from './store.ts'
import { tf, type TF } from './tf.ts'
import { bars, MANY_LAYERS } from './toy.ts'

let folder: string
let good: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haberdash-store-'))
  good = join(folder, 'good')
  await save(MANY_LAYERS, good)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function save(
  layers: LayerSpec[],
  to: string,
  shape: [number, number, number] = [28, 28, 1],
): Promise<void> {
  const network = buildNetwork(layers, shape)
  drawWeights(network, 1)
  await saveModel(network, to)
  network.model.dispose()
}

const outputs = (model: TF.LayersModel): number[] =>
  tf.tidy(() => [...(model.predict(toInputs(bars(4).pixels, [28, 28, 1])) as TF.Tensor).dataSync()])

type Json = Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any

/** A copy of the good model with its model.json changed. */
async function changed(name: string, change: (json: Json) => void): Promise<string> {
  const copy = join(folder, name)
  await cp(good, copy, { recursive: true })
  const json = JSON.parse(await readFile(join(copy, 'model.json'), 'utf8')) as Json
  change(json)
  await writeFile(join(copy, 'model.json'), JSON.stringify(json))
  return copy
}

const layer = (json: Json, kind: string): Json =>
  json.modelTopology.config.layers.find((l: Json) => l.class_name === kind).config

describe('a saved model', () => {
  it('comes back the same, and any tfjs can read it', async () => {
    const before = tf.memory().numTensors
    const ours = await loadModel(good)
    const stock = await tf.loadLayersModel(`file://${join(good, 'model.json')}`)
    expect(ours.classes).toBe(2)
    expect(ours.shape).toEqual([28, 28, 1])
    expect(ours.layers.map(({ spec }) => spec)).toEqual(MANY_LAYERS)
    const expected = outputs(stock)
    outputs(ours.model).forEach((logit, i) => expect(logit).toBeCloseTo(expected[i]!, 5))
    for (const model of [ours.model, stock]) model.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })

  it.each(['classic', 'compact'])('holds the architecture %s', async (name) => {
    const to = join(folder, name)
    await save(architecture(name)(10), to)
    const { model, classes } = await loadModel(to)
    expect(classes).toBe(10)
    expect(model.countParams()).toBeLessThan(400_000)
    model.dispose()
  })

  it('is not written over another, and a failure leaves nothing', async () => {
    await expect(save(MANY_LAYERS, good)).rejects.toMatchObject({ code: 'engine-failed' })
    await expect(loadModel(good).then(({ model }) => model.dispose())).resolves.toBeDefined()
    const blocked = join(folder, 'blocked')
    await cp(good, blocked, { recursive: true })
    await rm(join(blocked, 'weights.bin'))
    await expect(save(MANY_LAYERS, blocked)).rejects.toMatchObject({ code: 'engine-failed' })
    expect(await readdir(blocked)).toEqual(['model.json'])
  })
})

const RELU = { class_name: 'Activation', config: { name: 'end', activation: 'relu' } }

const DAMAGES: [string, string, (json: Json) => void][] = [
  [
    'a layer of another kind',
    'model-unreadable',
    (j) => (j.modelTopology.config.layers[1].class_name = 'Lambda'),
  ],
  ['a functional model', 'model-unreadable', (j) => (j.modelTopology.class_name = 'Functional')],
  ['no layers', 'model-unreadable', (j) => (j.modelTopology.config.layers = [])],
  ['a huge layer', 'model-unreadable', (j) => (layer(j, 'Dense').units = 1e9)],
  ['a wider layer than its weights', 'model-unreadable', (j) => (layer(j, 'Conv2D').filters = 8)],
  ['strides', 'model-unreadable', (j) => (layer(j, 'Conv2D').strides = [2, 2])],
  ['softmax in the network', 'model-unreadable', (j) => (layer(j, 'Dense').activation = 'softmax')],
  ['a weight too few', 'model-unreadable', (j) => j.weightsManifest[0].weights.pop()],
  [
    'a weight twice',
    'model-unreadable',
    (j) => j.weightsManifest[0].weights.push(j.weightsManifest[0].weights[0]),
  ],
  ['a weight of integers', 'model-unreadable', (j) => (j.weightsManifest[0].weights[0].dtype = 'int32')],
  [
    'quantised weights',
    'model-unreadable',
    (j) => (j.weightsManifest[0].weights[0].quantization = { scale: 1 }),
  ],
  ['no topology', 'model-unreadable', (j) => delete j.modelTopology],
  [
    'an input of 32 x 32',
    'model-mismatch',
    (j) => (layer(j, 'Conv2D').batch_input_shape = [null, 32, 32, 1]),
  ],
  ['an input of no shape', 'model-mismatch', (j) => delete layer(j, 'Conv2D').batch_input_shape],
  ['no dense layer at the end', 'model-mismatch', (j) => j.modelTopology.config.layers.push(RELU)],
]

describe('a bad model', () => {
  it.each(DAMAGES)('is refused: %s', async (name, code, damage) => {
    const bad = await changed(name.replaceAll(' ', '-'), damage)
    const before = tf.memory().numTensors
    const error: Error = await loadModel(bad).then(
      () => expect.fail(),
      (reason: Error) => reason,
    )
    expect(error).toMatchObject({ name: 'HaberdashError', code })
    expect(error.message).toContain(`The model ${basename(bad)} `)
    expect(error.message).not.toContain(bad)
    expect(error.message).toMatch(/: .*\.$/)
    expect(tf.memory().numTensors).toBe(before)
  })

  const cut = async (file: string, bytes: number) => {
    const copy = await changed(`${file}-${bytes}`, () => {})
    await truncate(join(copy, file), bytes)
    return loadModel(copy)
  }

  it.each([
    ['model.json', 0, 'damaged'],
    ['model.json', 300, 'damaged'],
    ['weights.bin', 0, 'has 0 bytes and should have'],
    ['weights.bin', 101, 'has 101 bytes and should have'],
    ['weights.bin', 65 * 1024 * 1024, 'are the most'],
    ['model.json', 65 * 1024 * 1024, 'are the most'],
  ])('is refused: %s of %i bytes', async (file, bytes, why) => {
    const refused = { code: 'model-unreadable', message: expect.stringContaining(why) }
    await expect(cut(file, bytes)).rejects.toMatchObject(refused)
  })

  it('is refused: a file is missing, or a weight is not a number', async () => {
    const missing = { code: 'model-unreadable', message: expect.stringContaining('model.json is missing') }
    await expect(loadModel(join(folder, 'nowhere'))).rejects.toMatchObject(missing)
    const copy = await changed('not-a-number', () => {})
    const weights = await readFile(join(copy, 'weights.bin'))
    weights.writeFloatLE(NaN, 8)
    await writeFile(join(copy, 'weights.bin'), weights)
    const nan = { code: 'model-unreadable', message: expect.stringContaining('not a number') }
    await expect(loadModel(copy)).rejects.toMatchObject(nan)
  })
})
