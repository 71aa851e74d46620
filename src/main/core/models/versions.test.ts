import { createRouterClient } from '@orpc/server'
import { readFileSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Api } from '../../../shared/contract/index.ts'
import { MAX_NOTE, type Comparison } from '../../../shared/contract/models.ts'
import type { ClassId, ModelId } from '../../../shared/domain.ts'
import { forkEngine } from '../../fork-engine.ts'
import { places } from '../../places.ts'
import { openCore, type Core } from '../core.ts'
import { createRouter } from '../router.ts'
import { imageIds, photoBytes, temporaryFolder, tinyDataset } from '../testing/fixtures.ts'
import { addSecondVersion } from '../testing/second-version.ts'

const [FIRST, SECOND] = ['first-2', 'v2'] as ModelId[] as [ModelId, ModelId]

/** The real thing: two versions, the engine in its own process, a small dataset. */
async function open(
  folder = join(temporaryFolder(), 'wardrobe'),
  tests = 1200,
): Promise<{ core: Core; api: Api }> {
  const core = await openCore({
    folder,
    resources: places.resources,
    cache: places.cache,
    dataset: tinyDataset(20, tests),
    startEngine: forkEngine,
    background: false,
  })
  onTestFinished(() => core.close())
  return { core, api: createRouterClient(createRouter(core)) }
}

async function openWithTwo(): Promise<{ core: Core; api: Api }> {
  const app = await open()
  // Of the tiny dataset's bars the first says Pullover or Bag.
  addSecondVersion(app.core.library.folder, SECOND, { class: 2, by: 1 })
  return app
}

/** To the end: how far it said it was, and the result. */
async function compare(api: Api, request: { a: ModelId; b: ModelId; split?: 'test' | 'holdout' }) {
  const progress: number[] = []
  let comparison: Comparison | undefined
  for await (const event of await api.models.compare(request)) {
    if (event.type === 'progress') progress.push(event.done / event.total)
    else comparison = event.comparison
  }
  return { progress, comparison: comparison! }
}

describe('a note', () => {
  it('is kept beside the version over a restart, told to other windows, and goes with the version', async () => {
    const folder = join(temporaryFolder(), 'wardrobe')
    const { core, api } = await open(folder)
    addSecondVersion(folder, SECOND)
    const told = core.events.stream(undefined)
    const next = told.next()
    expect(
      await api.models.annotate({ id: SECOND, note: '  Better on shirts.\nTry 袖 next. ' }),
    ).toMatchObject({
      id: SECOND,
      note: 'Better on shirts.\nTry 袖 next.',
    })
    expect((await next).value).toEqual({ type: 'models-changed' })
    await core.close()

    const again = await open(folder)
    expect((await again.api.models.list()).map(({ id, note }) => [id, note])).toEqual([
      [SECOND, 'Better on shirts.\nTry 袖 next.'],
      [FIRST, ''],
    ])
    await again.api.models.remove({ id: SECOND })
    expect(again.core.library.db.read.prepare('SELECT count(*) FROM model_notes').pluck().get()).toBe(0)
  })

  it('is written over, taken away by an empty one, and refused where it is too long or of no version', async () => {
    const { api } = await open()
    await api.models.annotate({ id: FIRST, note: 'one' })
    await api.models.annotate({ id: FIRST, note: 'x'.repeat(MAX_NOTE) })
    await expect(api.models.annotate({ id: FIRST, note: 'x'.repeat(MAX_NOTE + 1) })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
    expect((await api.models.list())[0]!.note).toHaveLength(MAX_NOTE)
    expect(await api.models.annotate({ id: FIRST, note: ' ' })).toMatchObject({ note: '' })
    await expect(api.models.annotate({ id: SECOND, note: 'a' })).rejects.toMatchObject({
      code: 'model-unknown',
    })
  })
})

describe('a version', () => {
  it('is listed with every knob of its recipe, and its parent also when that is gone', async () => {
    const { api } = await openWithTwo()
    await api.models.activate({ id: SECOND })
    await api.models.remove({ id: FIRST })
    const [version] = await api.models.list()
    expect(version).toMatchObject({ id: SECOND, parent: FIRST, recipe: 'wide', seed: 1 })
    expect(version!.knobs).toMatchObject({ epochs: 40, schedule: 'cosine', flip: true, erase: 0.4 })
  })
})

describe('an export', () => {
  it('names its outputs as their classes are called now, and leaves the version as it was made', async () => {
    const { api, core } = await open()
    const file = join(core.models.folder(FIRST), 'haberdash.json')
    const made = readFileSync(file, 'utf8')
    await api.classes.rename({ id: 7 as ClassId, name: '衬衫' })
    for (const format of ['tfjs', 'savedmodel'] as const) {
      const { files } = await api.models.export({ id: FIRST, format })
      const about = JSON.parse(await files.find(({ name }) => name === 'haberdash.json')!.content.text())
      const { classes, ...rest } = JSON.parse(made)
      expect(about).toMatchObject(rest)
      expect(about.classes).toEqual(classes.map((name: string) => (name === 'Shirt' ? '衬衫' : name)))
    }
    expect(readFileSync(file, 'utf8')).toBe(made)
  })

  it('is the files of the version, and refused where one is missing or larger than any model', async () => {
    const { api, core } = await openWithTwo()
    const { files } = await api.models.export({ id: SECOND, format: 'tfjs' })
    expect(files.map(({ name }) => name)).toEqual(['model.json', 'weights.bin', 'haberdash.json'])
    const weights = join(core.models.folder(SECOND), 'weights.bin')
    truncateSync(weights, 65 * 1024 * 1024)
    const asked = () => api.models.export({ id: SECOND, format: 'tfjs' })
    await expect(asked()).rejects.toMatchObject({ code: 'model-unreadable' })
    rmSync(weights)
    await expect(asked()).rejects.toMatchObject({ code: 'model-unreadable' })
  })
})

describe('a comparison', () => {
  it('agrees with the score of each version, and knows every image they differ on', async () => {
    const { api, core } = await openWithTwo()
    const { comparison, progress } = await compare(api, { a: FIRST, b: SECOND })
    expect(progress[0]).toBe(0)
    const { a, b, bothRight, onlyA, onlyB, bothWrong, differing } = comparison
    for (const side of [a, b]) {
      const { accuracy, perClass } = await api.models.evaluate({ id: side.model })
      expect(side).toEqual({ model: side.model, accuracy, perClass })
    }
    expect(bothRight + onlyA + onlyB + bothWrong).toBe(1200)
    expect(comparison.disagreements).toBeGreaterThan(0)
    expect(differing).toHaveLength(comparison.disagreements)
    expect(differing.filter((image) => image.a.classId === image.label)).toHaveLength(onlyA)
    expect(differing.filter((image) => image.b.classId === image.label)).toHaveLength(onlyB)
    const tests = new Set(imageIds(core.library, "split = 'test'"))
    expect(differing.every(({ id, name }) => tests.has(id) && name.startsWith('test '))).toBe(true)
  })

  it('is kept: the second time nothing is classified again, and the other way round it mirrors', async () => {
    const { api } = await openWithTwo()
    const first = await compare(api, { a: FIRST, b: SECOND })
    const second = await compare(api, { a: SECOND, b: FIRST })
    expect(second.progress).toEqual([])
    const { a, b, onlyA, onlyB, p } = first.comparison
    expect(second.comparison).toMatchObject({ a: b, b: a, onlyA: onlyB, onlyB: onlyA, p })
  })

  it('ends when it is cancelled, and goes on from there the next time', async () => {
    const { api } = await openWithTwo()
    const abort = new AbortController()
    const seen: number[] = []
    const events = await api.models.compare({ a: FIRST, b: SECOND }, { signal: abort.signal })
    for await (const event of events) {
      if (event.type === 'progress') seen.push(event.done)
      if (seen.length === 2) abort.abort()
    }
    expect(seen).toEqual([0, 500])
    const { progress } = await compare(api, { a: FIRST, b: SECOND })
    // 2,400 answers in all, 500 of them kept.
    expect(progress).toEqual([0, 500 / 1900, 700 / 1900, 1200 / 1900, 1700 / 1900])
  })

  it('of the photos held out asks what the person said, and refuses where there is none', async () => {
    const { api, core } = await openWithTwo()
    await expect(compare(api, { a: FIRST, b: SECOND, split: 'holdout' })).rejects.toMatchObject({
      code: 'nothing-to-score',
    })
    for (let n = 0; imageIds(core.library, "split = 'holdout'").length === 0; n++)
      await api.photos.add({ file: new File([new Uint8Array(await photoBytes(n))], `${n}.jpg`) })
    await api.labels.set({ ids: imageIds(core.library, "split = 'holdout'"), classId: 4 as ClassId })
    const { comparison } = await compare(api, { a: FIRST, b: SECOND, split: 'holdout' })
    expect(comparison).toMatchObject({ split: 'holdout', images: 1, p: 1 })
    expect(comparison.a.perClass.find(({ images }) => images > 0)?.className).toBe('Dress')
  })

  it('of test images is refused where the library has none', async () => {
    const { api, core } = await open(undefined, 0)
    addSecondVersion(core.library.folder, SECOND)
    await expect(compare(api, { a: FIRST, b: SECOND })).rejects.toMatchObject({
      code: 'nothing-to-score',
      message: expect.stringContaining('no test images'),
    })
  })

  it('refuses one version twice, and versions that are not there', async () => {
    const { api } = await open()
    await expect(compare(api, { a: FIRST, b: FIRST })).rejects.toMatchObject({ code: 'wrong-usage' })
    await expect(compare(api, { a: FIRST, b: SECOND })).rejects.toMatchObject({ code: 'model-unknown' })
  })
})
