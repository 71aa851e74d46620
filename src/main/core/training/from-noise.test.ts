import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { imageIds, temporaryFolder } from '../testing/fixtures.ts'
import { follow, openDataset } from './testing.ts'

describe('training from noise', () => {
  const changes = { epochs: 2, batch: 64, kernels: 8 }

  it('ends in a version with a curve on images it did not learn from, and a temperature fitted to them', async () => {
    const app = await openDataset(undefined, 1200)
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
      const app = await openDataset(undefined, 1200)
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
      const { core, api } = await openDataset(undefined, 1200)
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
    const { core, api } = await openDataset(folder, 1200)
    const changed = { ...changes, augmentation: { flip: true, rotate: 5 }, optimiser: 'sgd' as const }
    const { id } = await api.training.train({ recipe: 'classic-32', changes: changed, seed: 7 })
    await follow(api, id, (run) => run.curve.length > 0)
    await api.training.pause({ id })
    await core.close()

    const { api: next } = await openDataset(folder, 1200)
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
    const app = await openDataset(undefined, 1200)
    await expect(app.api.training.train({ recipe, changes: wrong, seed: 1 })).rejects.toMatchObject({ code })
    expect(await app.api.training.runs()).toEqual([])
    expect(readdirSync(app.core.library.paths.models)).toHaveLength(1)
  })

  it('says which class has nothing to learn from', async () => {
    const app = await openDataset(undefined, 100)
    const shirts = imageIds(app.core.library, "label_class = 7 AND split = 'train'")
    await app.api.labels.set({ ids: shirts, classId: null })
    await expect(app.api.training.train({ recipe: 'classic-32', seed: 1 })).rejects.toMatchObject({
      code: 'class-empty',
      message: expect.stringContaining('Shirt'),
    })
  })
})
