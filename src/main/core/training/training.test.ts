import { createRouterClient } from '@orpc/server'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Api } from '../../../shared/contract/index.ts'
import type { Run } from '../../../shared/contract/training.ts'
import type { ClassId, ImageId, RunId } from '../../../shared/domain.ts'
import { newRun } from '../../../shared/run.ts'
import { forkEngine } from '../../fork-engine.ts'
import { places } from '../../places.ts'
import { openCore, type Core } from '../core.ts'
import { createRouter } from '../router.ts'
import { addPhotoRows, imageIds, photoBytes, temporaryFolder, tinyDataset } from '../testing/fixtures.ts'
import { FINE_TUNE } from './recipe.ts'
import { selectTrainingImages } from './selection.ts'

/** The real thing: the shipped model, the engine in its own process, a small dataset. */
async function open(folder = temporaryFolder(), train = 400): Promise<{ core: Core; api: Api }> {
  const core = await openCore({
    folder,
    resources: places.resources,
    cache: places.cache,
    dataset: tinyDataset(train, 200),
    startEngine: forkEngine,
    background: false,
  })
  onTestFinished(() => core.close())
  return { core, api: createRouterClient(createRouter(core)) }
}

/** Labels some training images against the dataset's opinion, as a person does. */
async function correctSome({ core, api }: { core: Core; api: Api }, count = 20): Promise<void> {
  const ids = imageIds(core.library, "split = 'train'").slice(0, count)
  await api.labels.set({ ids, classId: 5 as ClassId })
}

/** Follows a run; `until` may end it early. */
async function follow(api: Api, id: RunId, until?: (run: Run) => boolean): Promise<Run> {
  let last: Run | undefined
  for await (const run of await api.training.watch({ id })) {
    last = run
    if (until?.(run)) break
  }
  return last!
}

const isTraining = (run: Run) => run.progress?.stage === 'training' && run.progress.batch > 0

describe('fine-tuning', () => {
  it('ends in a new version with both scores before and after, and nothing of it touched a test image', async () => {
    const app = await open()
    const parent = app.core.models.active()!.id
    const photo = await app.api.photos.add({ file: new File([new Uint8Array(await photoBytes(1))], 'a.jpg') })
    await app.api.labels.set({ ids: [photo.id], classId: 5 as ClassId })
    await correctSome(app)
    const started = await app.api.training.fineTune({ seed: 3 })
    await expect(app.api.training.fineTune({ seed: 3 })).rejects.toMatchObject({ code: 'run-in-progress' })
    const run = await follow(app.api, started.id)

    expect(run).toMatchObject({ state: 'done', parent, seed: 3, error: null })
    expect(run.before!.test).toMatchObject({ images: 200 })
    expect(run.after!.test).toMatchObject({ images: 200 })
    expect(run.curve.map(({ epoch }) => epoch)).toEqual([1, 2, 3])
    const version = (await app.api.models.list()).find(({ id }) => id === run.model)!
    expect(version).toMatchObject({ parent, recipe: 'fine-tune', scores: run.after, before: run.before })
    expect(version.active).toBe(run.activated)
    const folder = app.core.models.folder(run.model!)
    const manifest = JSON.parse(readFileSync(join(folder, 'haberdash.json'), 'utf8'))
    expect(manifest).toMatchObject({
      id: run.model,
      parent,
      seed: 3,
      recipe: { name: 'fine-tune', epochs: 3 },
    })
    expect(manifest.lastLabelEvent).toBe(21)

    await app.api.models.activate({ id: parent })
    expect((await app.api.library.info()).activeModel!.id).toBe(parent)

    await app.api.models.remove({ id: run.model! })
    expect((await app.api.models.list()).map(({ id }) => id)).toEqual([parent])
    expect(existsSync(folder)).toBe(false)
  })

  it('sets the threshold on photos it has not learnt from, and is not sure where those were wrong', async () => {
    const app = await open(undefined, 300)
    const { library, models } = app.core
    addPhotoRows(library, 0, 160)
    const { validation } = selectTrainingImages(library, FINE_TUNE, 1)
    const aside = validation.map(({ id }) => id)
    // All photos look alike, and those set aside are of another class: what is learnt of the others is wrong there.
    await app.api.labels.set({ ids: aside, classId: 5 as ClassId })
    const { id } = await app.api.training.fineTune({ seed: 1 })
    const run = await follow(app.api, id)
    const parent = models.get(run.parent!)
    const made = models.get(run.model!)
    expect(made).toMatchObject({ threshold: null, temperature: parent.temperature })
    expect(made.validatedOn).toBeUndefined()

    const { threshold } = await app.api.models.activate({ id: made.id })
    expect(threshold).toBeNull()
    expect((await app.api.library.info()).activeModel).toMatchObject({ id: made.id, threshold: null })
    const file = new File([new Uint8Array(await photoBytes(1))], 'a.jpg')
    expect(await app.api.photos.classify({ file })).toMatchObject({ model: made.id, sure: false })
    expect(await app.api.browse.detail({ id: aside[0]! })).toMatchObject({ prediction: { sure: false } })
    const view = await app.api.browse.view({ filter: { unsure: true }, sort: 'newest' })
    expect([...new Uint32Array(await view.arrayBuffer())]).toContain(aside[0])
  })

  it('is cancelled, and leaves nothing half-made', async () => {
    const app = await open()
    await correctSome(app)
    const { id } = await app.api.training.fineTune({ seed: 1 })
    await follow(app.api, id, isTraining)
    const run = await app.api.training.cancel({ id })
    expect(run).toMatchObject({ state: 'cancelled', model: null, error: null })
    expect(readdirSync(app.core.library.paths.models)).toEqual([app.core.models.active()!.id])
    // The engine is there for the next question.
    const detail = await app.api.browse.detail({ id: 1 as ImageId })
    expect(detail.probabilities).toHaveLength(10)
  })

  it('fails with a sentence when the engine is killed in the middle, and can be run again', async () => {
    const app = await open()
    await correctSome(app)
    const { id } = await app.api.training.fineTune({ seed: 1 })
    await follow(app.api, id, isTraining)
    process.kill(app.core.engine.pid()!, 'SIGKILL')
    const failed = await follow(app.api, id)
    expect(failed).toMatchObject({
      state: 'failed',
      model: null,
      error: { code: 'engine-stopped', message: expect.stringContaining('engine'), todo: expect.any(String) },
    })
    expect(readdirSync(app.core.library.paths.models)).toHaveLength(1)
    const again = await app.api.training.fineTune({ seed: 1 })
    expect(await follow(app.api, again.id)).toMatchObject({ state: 'done' })
  })

  /** A run as another process has left it in the database. */
  const runOf = (core: Core, pid: number) =>
    core.library.db.write
      .prepare(
        "INSERT INTO runs (pid, state, recipe, last_label_event, record) VALUES (?, 'running', '{}', 0, ?)",
      )
      .run(pid, JSON.stringify({ ...RUNNING, id: 1 }))

  it('that was going when the app was killed is told as failed at the next start', async () => {
    const folder = temporaryFolder()
    const { core } = await open(folder)
    const gone = spawnSync(process.execPath, ['--version']).pid
    runOf(core, gone)
    mkdirSync(join(core.library.paths.models, `.draft-${gone}-1`))
    await core.close()

    const { core: next, api } = await open(folder)
    const [run] = await api.training.runs()
    expect(run).toMatchObject({ state: 'failed', error: { code: 'run-interrupted' } })
    expect(readdirSync(next.library.paths.models).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('in another process is left alone, followed to its end, and keeps a second from starting', async () => {
    const folder = temporaryFolder()
    const { core } = await open(folder)
    runOf(core, process.ppid)
    const draft = join(core.library.paths.models, `.draft-${process.ppid}-1`)
    mkdirSync(draft)

    const other = await open(folder)
    await correctSome(other)
    expect(existsSync(draft)).toBe(true)
    await expect(other.api.training.fineTune({ seed: 1 })).rejects.toMatchObject({ code: 'run-in-progress' })
    for (const order of ['cancel', 'pause'] as const) {
      await expect(other.api.training[order]({ id: 1 as RunId })).rejects.toMatchObject({
        code: 'run-elsewhere',
      })
    }
    const followed = follow(other.api, 1 as RunId)
    core.library.db.write
      .prepare("UPDATE runs SET state = 'done', record = ?")
      .run(JSON.stringify({ ...RUNNING, id: 1, state: 'done' }))
    expect(await followed).toMatchObject({ state: 'done' })
  })

  it('scores before and after on the same images, whatever is labelled meanwhile', async () => {
    const app = await open()
    await correctSome(app)
    const heldOut: ImageId[] = []
    for (let n = 0; heldOut.length < 3; n++) {
      const photo = await app.api.photos.add({
        file: new File([new Uint8Array(await photoBytes(n))], `${n}.jpg`),
      })
      if (photo.split === 'holdout') heldOut.push(photo.id)
    }
    await app.api.labels.set({ ids: heldOut.slice(0, 1), classId: 5 as ClassId })
    const { id } = await app.api.training.fineTune({ seed: 1 })
    await follow(app.api, id, isTraining)
    await app.api.labels.set({ ids: heldOut, classId: 6 as ClassId })
    const run = await follow(app.api, id)
    expect([run.before!.holdout!.images, run.after!.holdout!.images]).toEqual([1, 1])
  })

  it('gives the same weights for the same seed and labels', async () => {
    const weights = async () => {
      const app = await open(undefined, 500)
      await correctSome(app)
      const { id } = await app.api.training.fineTune({ seed: 9 })
      const run = await follow(app.api, id)
      return readFileSync(join(app.core.models.folder(run.model!), 'weights.bin'))
    }
    expect((await weights()).equals(await weights())).toBe(true)
  })
})

describe('training from noise', () => {
  const changes = { epochs: 2, batch: 64, kernels: 8 }

  it('ends in a version with a curve on images it did not learn from, and a temperature fitted to them', async () => {
    const app = await open(undefined, 1200)
    // Every seventh ten of the images says the next class: no model can be right, and sure, of all.
    app.core.library.db.write
      .prepare(
        `UPDATE images SET given_class = 1 + given_class % 10, label_class = 1 + label_class % 10
         WHERE split = 'train' AND dataset_index / 10 % 7 = 0`,
      )
      .run()
    const active = app.core.models.active()!.id
    const started = await app.api.training.train({ recipe: 'classic-32', changes, seed: 5 })
    expect(started).toMatchObject({ kind: 'train', recipe: 'classic-32', parent: null })
    expect(started.trainedOn).toEqual({ photos: 0, corrected: 0, replay: 1100 })
    const run = await follow(app.api, started.id)
    expect(run).toMatchObject({ state: 'done', before: null, activated: false })
    for (const point of run.curve) {
      expect(point.validation!.accuracy).toBeGreaterThan(0.5)
      expect(point.imagesPerSecond).toBeGreaterThan(0)
    }
    const model = app.core.models.get(run.model!)
    expect(model.recipe).toMatchObject({ name: 'classic-32', architecture: 'classic', kernels: 8, epochs: 2 })
    expect(model.temperature).not.toBe(1)
    const again = await app.api.models.evaluate({ id: model.id, split: 'validation' })
    expect(again.images).toBe(100)
    expect(again.accuracy).toBeCloseTo(run.curve.at(-1)!.validation!.accuracy, 6)
    await expect(app.api.models.evaluate({ id: active, split: 'validation' })).rejects.toMatchObject({
      code: 'nothing-to-score',
    })
    expect(app.core.models.active()!.id).toBe(active)
  })

  it('goes on after a cancel to the same weights as a run that was never stopped', async () => {
    const weights = async (stop: boolean) => {
      const app = await open(undefined, 1200)
      let { id } = await app.api.training.train({
        recipe: 'classic-32',
        changes: { ...changes, epochs: 3 },
        seed: 5,
      })
      if (stop) {
        await follow(app.api, id, (run) => run.curve.length > 0)
        await app.api.training.cancel({ id })
        ;({ id } = await app.api.training.resume({ id }))
      }
      const run = await follow(app.api, id)
      expect(run.curve.map(({ epoch }) => epoch)).toEqual([1, 2, 3])
      await expect(app.api.training.resume({ id })).rejects.toMatchObject({ code: 'run-not-resumable' })
      return readFileSync(join(app.core.models.folder(run.model!), 'weights.bin'))
    }
    expect((await weights(true)).equals(await weights(false))).toBe(true)
  })

  it('stands still while paused and then ends in the same weights; a paused one can be cancelled and gone on with', async () => {
    const train = async (way: 'straight' | 'paused' | 'cancelled while paused') => {
      const { core, api } = await open(undefined, 1200)
      let { id } = await api.training.train({
        recipe: 'classic-32',
        changes: { ...changes, epochs: 3 },
        seed: 5,
      })
      await follow(api, id, (run) => run.curve.length > 0)
      if (way !== 'straight') {
        expect(await api.training.pause({ id })).toMatchObject({ state: 'running', paused: true })
        expect((await api.training.runs())[0]).toMatchObject({ id, paused: true })
        await expect(api.training.train({ recipe: 'compact' })).rejects.toMatchObject({
          code: 'run-in-progress',
        })
      }
      if (way === 'cancelled while paused') {
        expect(await api.training.cancel({ id })).toMatchObject({ state: 'cancelled', paused: false })
        ;({ id } = await api.training.resume({ id }))
      } else if (way === 'paused') {
        expect(await api.training.resume({ id })).toMatchObject({ id, state: 'running', paused: false })
      }
      const run = await follow(api, id)
      expect(run).toMatchObject({ state: 'done', paused: false })
      expect(await api.training.pause({ id })).toMatchObject({ state: 'done', paused: false })
      return readFileSync(join(core.models.folder(run.model!), 'weights.bin'))
    }
    const straight = await train('straight')
    expect((await train('paused')).equals(straight)).toBe(true)
    expect((await train('cancelled while paused')).equals(straight)).toBe(true)
  })

  it('keeps what was changed of its recipe over the next start of the app, and goes on though that was closed while it paused', async () => {
    const folder = temporaryFolder()
    const { core, api } = await open(folder, 1200)
    const changed = { ...changes, augmentation: { flip: true, rotate: 5 }, optimiser: 'sgd' as const }
    const { id } = await api.training.train({ recipe: 'classic-32', changes: changed, seed: 7 })
    await follow(api, id, (run) => run.curve.length > 0)
    await api.training.pause({ id })
    await core.close()

    const { api: next } = await open(folder, 1200)
    const [run] = await next.training.runs()
    expect(run).toMatchObject({ state: 'cancelled', paused: false, recipe: 'classic-32', changes: changed })
    expect(await next.training.resume({ id })).toMatchObject({ changes: changed, seed: 7 })
  })

  it.each([
    ['recipe-unknown', 'classic-99', {}],
    ['setting-invalid', 'classic-32', { batch: 2000 }],
    ['setting-invalid', 'classic-32', { dropout: 1 }],
    ['setting-invalid', 'classic-32', { kernels: 0 }],
  ])('is refused with %s, and leaves nothing half-made', async (code, recipe, wrong) => {
    const app = await open(undefined, 1200)
    await expect(app.api.training.train({ recipe, changes: wrong, seed: 1 })).rejects.toMatchObject({ code })
    expect(await app.api.training.runs()).toEqual([])
    expect(readdirSync(app.core.library.paths.models)).toHaveLength(1)
  })

  it('says which class has nothing to learn from', async () => {
    const app = await open(undefined, 100)
    const shirts = imageIds(app.core.library, "label_class = 7 AND split = 'train'")
    await app.api.labels.set({ ids: shirts, classId: null })
    await expect(app.api.training.train({ recipe: 'classic-32', seed: 1 })).rejects.toMatchObject({
      code: 'class-empty',
      message: expect.stringContaining('Shirt'),
    })
  })
})

describe('a broken model', () => {
  it('is a sentence, and the app goes on', async () => {
    const app = await open()
    const folder = app.core.models.folder(app.core.models.active()!.id)
    expect(existsSync(join(folder, 'weights.bin'))).toBe(true)
    const { truncateSync } = await import('node:fs')
    truncateSync(join(folder, 'weights.bin'), 100)
    const file = new File([new Uint8Array(await photoBytes(1))], 'a.jpg')
    await expect(app.api.photos.classify({ file })).rejects.toMatchObject({ code: 'model-unreadable' })
    expect((await app.api.library.info()).images).toBe(600)
  })
})

const RUNNING = newRun({
  ...{ kind: 'fine-tune', recipe: 'fine-tune', changes: {}, parent: null, seed: 1 },
  startedAt: '2026-01-01T00:00:00.000Z',
  trainedOn: { photos: 0, corrected: 1, replay: 0 },
})
