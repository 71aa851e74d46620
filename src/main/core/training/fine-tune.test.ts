import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { addPhotoRows, photoBytes } from '../testing/fixtures.ts'
import { FINE_TUNE } from './recipe.ts'
import { selectTrainingImages } from './selection.ts'
import { correctSome, follow, isTraining, openDataset } from './testing.ts'

describe('fine-tuning', () => {
  it('ends in a new version with both scores before and after, and nothing of it touched a test image', async () => {
    const app = await openDataset()
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
    const app = await openDataset(undefined, 300)
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

  it('scores before and after on the same images, whatever is labelled meanwhile', async () => {
    const app = await openDataset()
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
      const app = await openDataset(undefined, 500)
      await correctSome(app)
      const { id } = await app.api.training.fineTune({ seed: 9 })
      const run = await follow(app.api, id)
      return readFileSync(join(app.core.models.folder(run.model!), 'weights.bin'))
    }
    expect((await weights()).equals(await weights())).toBe(true)
  })
})
