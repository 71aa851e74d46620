import { createRouterClient } from '@orpc/server'
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Api } from '../../../shared/contract/index.ts'
import type { Run } from '../../../shared/contract/training.ts'
import type { ModelId } from '../../../shared/domain.ts'
import { forkEngine } from '../../fork-engine.ts'
import { places } from '../../places.ts'
import { openCore, type Core } from '../core.ts'
import { makeLibrary } from '../library/library.ts'
import { photosTemplate } from '../library/template.ts'
import { readFeatures } from '../models/features.ts'
import { createRouter } from '../router.ts'
import { photoJob } from '../training/photo-job.ts'
import { temporaryFolder, tinyDataset } from '../testing/fixtures.ts'
import { added, addSmall, cloth, hashOf, MODELS, sendFolder, writeBackbone } from './testing.ts'

type App = { folder: string; core: Core; api: Api; close: () => Promise<void> }

async function open(folder = join(temporaryFolder(), 'wardrobe'), isNew = true): Promise<App> {
  if (isNew) makeLibrary(folder, photosTemplate(['red', 'blue']))
  const core = await openCore({
    ...{ folder, resources: places.resources, cache: places.cache, startEngine: forkEngine },
    background: false,
  })
  let open = true
  const close = async () => {
    if (open) await core.close()
    open = false
  }
  onTestFinished(close)
  return { folder, core, api: createRouterClient(createRouter(core)), close }
}

async function addPhotos({ api }: App, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n++) {
    await api.photos.add({ file: await cloth(0, n), folder: 'red' })
    await api.photos.add({ file: await cloth(2, n), folder: 'blue' })
  }
}

type Wish = Omit<Parameters<Api['training']['fineTune']>[0], 'seed'>

async function fineTune({ api }: App, how: Wish = {}): Promise<Run> {
  const { id } = await api.training.fineTune(how)
  let last: Run | undefined
  for await (last of await api.training.watch({ id }));
  return last!
}

/** Another version, of no backbone, made active. */
async function trainSmall({ api }: App): Promise<Run> {
  const { id } = await api.training.train({
    recipe: 'classic-32',
    changes: { epochs: 1, batch: 4, kernels: 1 },
  })
  let last: Run | undefined
  for await (last of await api.training.watch({ id }));
  await api.models.activate({ id: last!.model! })
  return last!
}

/** Bytes that come and come, as slowly as from a network. */
const endless = () =>
  new ReadableStream({
    async pull(stream) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      stream.enqueue(new Uint8Array(9))
    },
  })

/** Names and times of all features that are kept. */
function kept({ folder }: App, name = 'small'): Record<string, number> {
  const features = join(folder, 'backbones', name, 'features')
  const files = readdirSync(features, { recursive: true }).map((file) => join(features, String(file)))
  const whole = files.filter((file) => statSync(file).isFile())
  return Object.fromEntries(whole.map((file) => [file, statSync(file).mtimeMs]))
}

// Each starts engines of its own, some twice.
describe('a version on a backbone', { timeout: 180_000 }, () => {
  it.each(['layers', 'graph'] as const)('(%s) is made, answers, and is scored as any other', async (kind) => {
    const app = await open()
    const { api, core } = app
    await addPhotos(app, 0, 12)
    const backbone = await addSmall(api, 'small', MODELS[kind])
    expect(backbone).toMatchObject({ name: 'small', side: 32, features: 3, versions: [] })
    const run = await fineTune(app, { backbone: 'small' })
    expect(run).toMatchObject({
      state: 'done',
      error: null,
      parent: null,
      backbone: 'small',
      activated: true,
    })
    expect(run.curve).toHaveLength(200)
    expect(run.after!.holdout!.accuracy).toBe(1)
    expect(run.trainedOn.photos + run.after!.holdout!.images).toBe(24)

    const id = run.model!
    expect(core.models.get(id)).toMatchObject({
      input: { form: 'colour', width: 32, height: 32, channels: 3 },
      backbone: { name: 'small', sha256: backbone.sha256, scaling: '0..1', features: 3 },
      recipe: { name: 'backbone-head', backbone: 'small' },
      parameters: 3 * 2 + 2,
    })
    expect((await api.models.list())[0]).toMatchObject({ id, backbone: 'small', active: true })
    expect((await api.backbones.list())[0]!.versions).toEqual([id])
    const said = await api.photos.classify({ file: await cloth(2, 99) })
    expect(said).toMatchObject({ model: id, probabilities: [{ className: 'blue' }, { className: 'red' }] })
    expect((await api.models.evaluate({ split: 'holdout' })).accuracy).toBe(1)
    expect((await core.engine.use((engine) => engine.memory())).tensors).toBe(0)

    // A photo that is added, or changed, is seen once; what is kept of it is what every other version keeps.
    const before = Object.keys(kept(app)).length
    const { id: photo } = await api.photos.add({ file: await cloth(0, 50) })
    const [first, again] = await Promise.all([
      api.browse.detail({ id: photo }),
      api.browse.detail({ id: photo }),
    ])
    expect(first.probabilities![0]!.classId).toBe(core.classes.list()[0]!.id)
    expect(again.probabilities).toEqual(first.probabilities)
    expect(first.margin).toBeGreaterThan(0)
    expect(Object.keys(kept(app))).toHaveLength(before + 1)
    // Its network is a head: of its inside there are the features to see, and what it makes of them.
    expect(await api.network.look({ id: photo })).toMatchObject({
      ...{ model: id, backbone: 'small', input: null, attention: null },
      ...{ stages: [{ kind: 'features', layers: [], shape: [3] }], probabilities: first.probabilities },
    })
    expect((await api.network.kernels({})).kernels).toBeNull()
    const { values, width } = readFeatures(core.library.db.read, id, [photo])
    expect(width).toBe(3)
    expect(values[0]).toBeGreaterThan(values[2]!)
    const fix = { rotate: 90, crop: null, mask: 'auto', invert: false } as const
    const would = await api.photos.classifyFix({ id: photo, fix })
    await api.photos.fix({ id: photo, fix })
    expect((await api.browse.detail({ id: photo })).probabilities).toEqual(would)
    expect(Object.keys(kept(app))).toHaveLength(before + 2)
  })

  it('is compared, follows its classes, outlives a restart, and is refitted from what is kept', async () => {
    let app = await open()
    await addPhotos(app, 0, 12)
    await addSmall(app.api, 'small')
    const first = await trainSmall(app)
    const second = await fineTune(app, { backbone: 'small' })
    expect(second).toMatchObject({ state: 'done', parent: first.model, before: first.after })
    let comparison: unknown
    const pair = { a: first.model!, b: second.model!, split: 'holdout' as const }
    for await (comparison of await app.api.models.compare(pair));
    expect(comparison).toMatchObject({ type: 'done', comparison: { b: { accuracy: 1 } } })
    await app.api.models.activate({ id: second.model! })

    const [red, blue] = app.core.classes.list()
    await app.api.classes.rename({ id: blue!.id, name: 'navy' })
    const { id: grey } = await app.api.classes.add({ name: 'grey' })
    const classify = async () => app.api.photos.classify({ file: await cloth(2, 99) })
    expect((await classify()).probabilities[0]).toMatchObject({ className: 'navy' })
    const { actionId } = await app.api.classes.merge({ id: red!.id, into: blue!.id })
    expect((await classify()).probabilities).toEqual([
      { className: 'navy', probability: expect.closeTo(1, 5) },
    ])
    await app.api.labels.undo({ actionId })
    await app.api.classes.remove({ id: grey, into: null })

    await app.close()
    app = await open(app.folder, false)
    expect((await classify()).probabilities[0]).toMatchObject({ className: 'navy' })
    const before = kept(app)
    // Without a word it goes on as the active version is: on its backbone.
    const third = await fineTune(app)
    expect(third).toMatchObject({
      state: 'done',
      backbone: 'small',
      parent: second.model,
      before: second.after,
    })
    expect(kept(app)).toEqual(before)
    expect(app.core.models.get(third.model!).classes).toEqual(['red', 'navy'])
    const asked = { seed: 1, fromNoise: false, fromStart: true }
    expect(await photoJob(app.core, asked)).toMatchObject({
      parent: { id: third.model },
      start: { from: 'model', folder: expect.stringContaining('photo-1'), head: [null, null] },
      recipe: { start: 'photo-1' },
    })
  })

  it('says so where its backbone is another by now, and nothing else is lost', async () => {
    let app = await open()
    await addPhotos(app, 0, 8)
    await addSmall(app.api, 'small')
    const { model } = await fineTune(app, { backbone: 'small' })
    await app.close()
    const weights = join(app.folder, 'backbones', 'small', 'weights.bin')
    const bytes = readFileSync(weights)
    writeFileSync(
      weights,
      bytes.map((byte, i) => (i === 7 ? byte ^ 1 : byte)),
    )
    app = await open(app.folder, false)
    const classify = async () => app.api.photos.classify({ file: await cloth(2, 99) })
    await expect(classify()).rejects.toMatchObject({
      code: 'model-unreadable',
      message: expect.stringContaining('SHA-256'),
    })
    const { id } = await app.api.photos.add({ file: await cloth(0, 60), folder: 'red' })
    expect((await app.api.browse.detail({ id })).probabilities).toBeNull()
    expect(await fineTune(app)).toMatchObject({ state: 'failed', error: { code: 'model-unreadable' } })
    expect(app.core.models.active()!.id).toBe(model)
    writeFileSync(weights, bytes)
    expect((await classify()).probabilities[0]!.className).toBe('blue')
    expect((await app.api.browse.detail({ id })).probabilities).not.toBeNull()
    expect(await fineTune(app)).toMatchObject({ state: 'done' })
  })

  it('keeps its backbone from being removed, until it is gone itself', async () => {
    const app = await open()
    const { api } = app
    await addPhotos(app, 0, 8)
    await addSmall(api, 'small')
    const first = await trainSmall(app)
    const { id: running } = await api.training.fineTune({ backbone: 'small' })
    await expect(api.backbones.remove({ name: 'small' })).rejects.toMatchObject({ code: 'backbone-in-use' })
    let run: Run | undefined
    for await (run of await api.training.watch({ id: running }));
    await expect(api.backbones.remove({ name: 'small' })).rejects.toMatchObject({
      code: 'backbone-in-use',
      message: `${run!.model} sees through small, so it can't be removed.`,
    })
    await api.models.activate({ id: first.model! })
    await api.models.remove({ id: run!.model! })
    expect(await api.backbones.remove({ name: 'small' })).toEqual({ removed: 'small' })
    expect(readdirSync(join(app.folder, 'backbones'))).toEqual([])
    await expect(fineTune(app, { backbone: 'small' })).rejects.toMatchObject({ code: 'backbone-unknown' })
  })

  it('is exported for TensorFlow.js with its backbone beside it, and not as a SavedModel', async () => {
    const app = await open()
    await addPhotos(app, 0, 8)
    await addSmall(app.api, 'small')
    const { model: id } = await fineTune(app, { backbone: 'small' })
    const { files } = await app.api.models.export({ id: id!, format: 'tfjs' })
    const names = ['model.json', 'weights.bin', 'haberdash.json', 'backbone.json', 'backbone-weights.bin']
    expect(files.map(({ name }) => name)).toEqual(names)
    const backbone = JSON.parse(await files[3]!.content.text()) as typeof MODELS.layers
    expect(backbone.modelTopology).toEqual(MODELS.layers.modelTopology)
    expect(backbone.weightsManifest).toEqual([
      { paths: ['backbone-weights.bin'], weights: MODELS.layers.weightsManifest[0]!.weights },
    ])
    expect(files[4]!.content.size).toBe(4 * 4 * 3 * 3 * 4)
    await expect(app.api.models.export({ id: id!, format: 'savedmodel' })).rejects.toMatchObject({
      code: 'model-mismatch',
      message: expect.stringContaining('small'),
    })
  })

  it('can be held while its backbone looks at photos, and cancelled', async () => {
    const app = await open()
    await addPhotos(app, 0, 20)
    await addSmall(app.api, 'small')
    const { id } = await app.api.training.fineTune({ backbone: 'small' })
    await app.api.training.pause({ id })
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(await app.api.training.runs()).toMatchObject([{ state: 'running', paused: true, curve: [] }])
    expect((await app.api.training.cancel({ id })).state).toBe('cancelled')
    expect(app.core.models.list()).toEqual([])
  })
})

describe('fine-tuning on a backbone', () => {
  it('is refused in a library of Fashion-MNIST, without one, and from two things at once', async () => {
    const core = await openCore({
      folder: join(temporaryFolder(), 'fashion'),
      ...{ resources: places.resources, cache: places.cache, startEngine: forkEngine, background: false },
      dataset: tinyDataset(),
    })
    onTestFinished(() => core.close())
    const fashion = createRouterClient(createRouter(core))
    await expect(fashion.training.fineTune({ backbone: 'small' })).rejects.toThrow('28 x 28 grey pixels')
    const app = await open()
    await expect(fineTune(app, { backbone: 'small' })).rejects.toMatchObject({ code: 'backbone-unknown' })
    await addSmall(app.api, 'small')
    await expect(fineTune(app, { backbone: 'small' })).rejects.toMatchObject({ code: 'nothing-to-train-on' })
    await expect(fineTune(app, { backbone: 'small', fromNoise: true })).rejects.toMatchObject({
      code: 'wrong-usage',
    })
    await expect(fineTune(app, { backbone: '../small' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('adding a backbone', () => {
  const changed = (change: (text: string) => string) =>
    JSON.parse(change(JSON.stringify(MODELS.layers))) as object

  it('leaves nothing behind of one that is not what it should be', async () => {
    const { api, folder } = await open()
    const refusals: [object, string][] = [
      [changed((text) => text.replace('GlobalAveragePooling2D', 'Lambda')), 'Lambda'],
      [changed((text) => text.replace('"filters":3', '"filters":90000')), 'larger than any should be'],
      [changed((text) => text.replace('32,32,3', '32,48,3')), 'square'],
      [changed((text) => text.replace('32,32,3', '600,600,3')), '32 to 512'],
      [changed((text) => text.replace('"shape":[4,4,3,3]', '"shape":[4,4,3,9]')), 'bytes'],
      [changed((text) => text.replace('"filters":3', '"filters":5')), 'do not fit'],
      [JSON.parse(JSON.stringify(MODELS.graph).replace('"Relu"', '"While"')) as object, 'While'],
      [changed((text) => text.replace('part1.bin', '../part1.bin')), 'plain file names'],
      [changed((text) => text.replace('part1.bin', 'part3.bin')), 'part3.bin is not there'],
    ]
    for (const [model, why] of refusals) await expect(addSmall(api, 'bad', model)).rejects.toThrow(why)
    expect(readdirSync(join(folder, 'backbones'))).toEqual([])
    expect(await api.backbones.list()).toEqual([])
    await addSmall(api, 'good')
    await expect(addSmall(api, 'good')).rejects.toMatchObject({ code: 'backbone-exists' })
    await expect(addSmall(api, 'Not Good')).rejects.toMatchObject({ code: 'wrong-usage' })
    expect(readdirSync(join(folder, 'backbones'))).toEqual(['good'])
    expect(readdirSync(join(folder, 'backbones', 'good'))).toHaveLength(3)
    const from = { kind: 'sent' as const, upload: crypto.randomUUID() }
    await expect(added(api, { name: 'none', scaling: '0..1', from })).rejects.toThrow('not here any more')
  })

  it('takes files as their bytes and by plain names, and forgets those that nothing came of', async () => {
    let app = await open()
    const source = temporaryFolder()
    writeBackbone(source)
    for (const file of ['../model.json', '/etc/passwd', '.hidden', 'a/b.bin']) {
      const send = app.api.backbones.send({ upload: crypto.randomUUID(), file, piece: new Blob(['x']) })
      await expect(send).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    }
    await sendFolder(app.api, source)
    expect(readdirSync(join(app.folder, 'backbones'))).toHaveLength(1)
    await app.close()
    expect(readdirSync(join(app.folder, 'backbones'))).toEqual([])
    // As a process that was killed leaves it.
    const left = join(app.folder, 'backbones', '.draft-999999999-x')
    appendFileSync(left, 'x')
    app = await open(app.folder, false)
    expect(readdirSync(join(app.folder, 'backbones'))).toEqual([])
  })

  it('by an address takes only what has its SHA-256, tells how far it is, and ends when it is left', async () => {
    const { api } = await open()
    const source = temporaryFolder()
    const hashes = writeBackbone(source)
    const get = vi.fn(async (url: URL) => {
      const name = url.pathname.split('/').at(-1)!
      if (name === 'endless.json') return new Response(endless())
      return new Response(new Uint8Array(readFileSync(join(source, name))))
    })
    vi.stubGlobal('fetch', get)
    onTestFinished(() => void vi.unstubAllGlobals())
    const by = (pins: string[], address = 'https://models.example/small/model.json') =>
      added(api, { name: 'small', scaling: '-1..1', from: { kind: 'address', address, hashes: pins } })
    await expect(by(hashes.with(2, hashOf('x')))).rejects.toMatchObject({
      code: 'backbone-refused',
      message: expect.stringContaining('part2.bin is another file than was meant'),
    })
    await expect(by([hashOf('x')])).rejects.toMatchObject({ code: 'backbone-refused' })
    for (const address of ['/etc/passwd', 'http://models.example/', 'file:///etc/passwd'])
      await expect(by(hashes, address)).rejects.toMatchObject({ code: expect.stringMatching(/^backbone-/) })
    expect(await api.backbones.list()).toEqual([])
    expect(await by(hashes)).toMatchObject({ name: 'small', scaling: '-1..1', side: 32 })

    const controller = new AbortController()
    const from = { kind: 'address' as const, address: 'https://models.example/endless.json', hashes }
    const events = await api.backbones.add(
      { name: 'endless', scaling: '0..1', from },
      { signal: controller.signal },
    )
    for await (const event of events) {
      expect(event).toMatchObject({ type: 'progress', stage: 'fetching', of: null })
      if (event.type === 'progress' && event.done > 100) break
    }
    expect((await api.backbones.list()).map(({ name }) => name)).toEqual(['small'])
  })
})

it('is added again under its name where features came to lie there after it was removed', async () => {
  const app = await open()
  await addSmall(app.api, 'small', MODELS.layers)
  await app.api.backbones.remove({ name: 'small' })
  const late = join(app.folder, 'backbones', 'small', 'features', 'ab')
  mkdirSync(late, { recursive: true })
  writeFileSync(join(late, 'abc'), 'features of one that is gone')
  expect(await addSmall(app.api, 'small', MODELS.layers)).toMatchObject({ name: 'small' })
  expect(readdirSync(join(app.folder, 'backbones', 'small'))).not.toContain('features')
})

it('features that were lost are made again', async () => {
  const app = await open()
  await addPhotos(app, 0, 8)
  await addSmall(app.api, 'small')
  const first = await fineTune(app, { backbone: 'small' })
  rmSync(join(app.folder, 'backbones', 'small', 'features'), { recursive: true })
  const second = await fineTune(app)
  expect(second).toMatchObject({ state: 'done', after: first.after })
  const weights = (id: ModelId) => readFileSync(join(app.core.models.folder(id), 'weights.bin'))
  expect(weights(second.model!).equals(weights(first.model!))).toBe(true)
  expect(Object.keys(kept(app)).length).toBe(16)
})
