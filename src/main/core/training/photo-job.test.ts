import { createRouterClient } from '@orpc/server'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Api } from '../../../shared/contract/index.ts'
import type { Run } from '../../../shared/contract/training.ts'
import type { ClassId, ModelId } from '../../../shared/domain.ts'
import { forkEngine } from '../../fork-engine.ts'
import { places } from '../../places.ts'
import { openCore, type Core } from '../core.ts'
import { makeLibrary } from '../library/library.ts'
import { photosTemplate } from '../library/template.ts'
import { createRouter } from '../router.ts'
import { addPhotoRows, addVersion, imageIds, temporaryFolder } from '../testing/fixtures.ts'
import { PHOTO_START, photoJob } from './photo-job.ts'
import { epochsFor, PHOTO_FINE_TUNE } from './photo-recipe.ts'
import { selectPhotos } from './photo-selection.ts'

const CLASSES = ['red', 'blue', 'striped']

async function openPhotos(classes = CLASSES): Promise<{ core: Core; api: Api }> {
  const folder = join(temporaryFolder(), 'wardrobe')
  makeLibrary(folder, photosTemplate(classes))
  const core = await openCore({
    ...{
      folder,
      resources: places.resources,
      cache: places.cache,
      startEngine: forkEngine,
      background: false,
    },
  })
  onTestFinished(() => core.close())
  return { core, api: createRouterClient(createRouter(core)) }
}

/** A photo of a garment of a colour on a light ground; a number makes each another photo. */
async function garment(colour: { r: number; g: number; b: number }, n: number): Promise<File> {
  const cloth = { width: 70 + (n % 9), height: 90 + (n % 7), channels: 3 as const, background: colour }
  const ground = { r: 180 + ((n * 37) % 70), g: 180 + ((n * 53) % 70), b: 180 + ((n * 29) % 70) }
  const bytes = await sharp({ create: { width: 130, height: 150, channels: 3, background: ground } })
    .composite([{ input: await sharp({ create: cloth }).png().toBuffer(), left: 12 + (n % 11), top: 20 }])
    .jpeg({ quality: 90 - (n % 30) })
    .toBuffer()
  return new File([new Uint8Array(bytes)], `${n}.jpg`)
}
const red = (n: number) => garment({ r: 190 + (n % 20), g: 20, b: 30 }, n)
const blue = (n: number) => garment({ r: 20, g: 40, b: 170 + (n % 20) }, n)

async function addLabelled({ api }: { api: Api }, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await api.photos.add({ file: await red(n), folder: 'red' })
    await api.photos.add({ file: await blue(n), folder: 'blue' })
  }
}

async function fineTune(api: Api, seed = 1): Promise<Run> {
  const { id } = await api.training.fineTune({ seed })
  let last: Run | undefined
  for await (const run of await api.training.watch({ id })) last = run
  return last!
}

describe('fine-tuning a library of photos', () => {
  it('starts from what ships, knows the classes it was shown, and is active at once', async () => {
    const app = await openPhotos()
    await addLabelled(app, 8)
    const run = await fineTune(app.api)
    expect(run).toMatchObject({ state: 'done', error: null, parent: null, before: null, activated: true })
    expect(run.trainedOn.photos + run.after!.holdout!.images).toBe(16)
    const { probabilities } = await app.api.photos.classify({ file: await blue(77) })
    expect(probabilities[0]!.className).toBe('blue')
    const manifest = JSON.parse(
      readFileSync(join(app.core.models.folder(run.model!), 'haberdash.json'), 'utf8'),
    )
    expect(manifest).toMatchObject({
      classes: CLASSES,
      recipe: { name: 'photo-fine-tune', start: 'photo-1' },
    })
  })

  it('goes on from its active version the second time, and says how both did on the photos held out', async () => {
    const app = await openPhotos()
    await addLabelled(app, 8)
    const first = await fineTune(app.api)
    const second = await fineTune(app.api, 2)
    expect(second).toMatchObject({ state: 'done', parent: first.model, before: first.after })
  })

  it('can be trained from noise by a recipe too, with nothing to validate on', async () => {
    const app = await openPhotos(['red', 'blue'])
    await addLabelled(app, 4)
    const { id } = await app.api.training.train({
      recipe: 'classic-32',
      changes: { epochs: 2, batch: 4 },
      seed: 1,
    })
    let run: Run | undefined
    for await (run of await app.api.training.watch({ id }));
    expect(run).toMatchObject({ state: 'done', error: null, activated: false, after: { test: null } })
    expect(run!.curve).toHaveLength(2)
    expect(run!.curve[0]!.validation).toBeUndefined()
  })

  it('from noise is no rival of the active version until someone says so', async () => {
    const app = await openPhotos()
    await addLabelled(app, 4)
    const first = await fineTune(app.api)
    const { id } = await app.api.training.fineTune({ seed: 1, fromNoise: true })
    let run: Run | undefined
    for await (run of await app.api.training.watch({ id }));
    expect(run).toMatchObject({ state: 'done', parent: null, activated: false })
    expect(app.core.models.active()!.id).toBe(first.model)
  })

  it('refuses to learn from one class alone', async () => {
    const { api } = await openPhotos()
    await expect(api.training.fineTune({ seed: 1 })).rejects.toMatchObject({ code: 'nothing-to-train-on' })
    for (const n of [1, 2, 3]) await api.photos.add({ file: await red(n), folder: 'red' })
    await expect(api.training.fineTune({ seed: 1 })).rejects.toMatchObject({
      code: 'nothing-to-train-on',
      message: expect.stringContaining('one class'),
    })
  })
})

describe('selectPhotos', () => {
  it('leaves out what is held out, sets a tenth aside where there is enough, and repeats the rare', async () => {
    const app = await openPhotos()
    const { write } = app.core.library.db
    const image = write.prepare(
      "INSERT INTO images (source, split, label_class, label_actor) VALUES ('photo', ?, ?, 'person')",
    )
    const photo = write.prepare(
      "INSERT INTO photos (image_id, sha256, name, format, bytes, width, height, added_at) VALUES (?, ?, 'x', 'jpeg', 1, 1, 1, '')",
    )
    const add = (split: string, classId: number) => {
      const { lastInsertRowid: id } = image.run(split, classId)
      photo.run(id, `00000000${Number(id).toString(16).padStart(8, '0')}${'0'.repeat(48)}`)
    }
    for (let i = 0; i < 80; i++) add('train', 1)
    for (let i = 0; i < 40; i++) add('train', 2)
    for (let i = 0; i < 4; i++) add('train', 3)
    for (let i = 0; i < 20; i++) add('holdout', 1)
    const { training, validation, repeats, classes } = selectPhotos(app.core.library, 3)
    expect(classes).toEqual(CLASSES)
    expect(training.length + validation.length).toBe(124)
    expect(validation.length).toBe(12)
    const shown = (id: number) =>
      training.reduce((sum, { class: own }, i) => sum + (own === id ? repeats[i]! : 0), 0)
    const own = (id: number) => training.filter(({ class: of }) => of === id).length
    expect([shown(1), shown(2), shown(3)]).toEqual([own(1), own(2) * 2, own(3) * 3])
  })
})

describe('epochsFor', () => {
  it('takes as many epochs as its steps are, within its bounds', () => {
    expect(epochsFor({ ...PHOTO_FINE_TUNE, steps: 3000, batch: 32 }, 3200)).toBe(30)
    expect(epochsFor(PHOTO_FINE_TUNE, 10)).toBe(PHOTO_FINE_TUNE.epochs.most)
    expect(epochsFor(PHOTO_FINE_TUNE, 1e6)).toBe(PHOTO_FINE_TUNE.epochs.least)
  })
})

it('begins anew at what ships where the active version has learnt the photos that are set aside now', async () => {
  const { core } = await openPhotos(['red', 'blue', 'striped', 'plain'])
  const ask = { seed: 1, fromNoise: false, fromStart: false }
  const begins = async () => (await photoJob(core, ask)).start
  const known = core.classes.list().map(({ name }) => name)
  addVersion(core.library, 'v1' as ModelId, known, { aside: 0 })
  addVersion(core.library, 'v2' as ModelId, known, { aside: 3 })
  const shipped = { folder: join(core.starts, PHOTO_START) }
  const [v1, v2] = ['v1', 'v2'].map((id) => ({ folder: core.models.folder(id as ModelId) }))
  addPhotoRows(core.library, 0, 60)
  core.labels.set(imageIds(core.library).slice(0, 20), 1 as ClassId)
  core.models.activate('v1' as ModelId)
  expect(await begins()).toMatchObject(v1!)
  addPhotoRows(core.library, 60, 200)
  expect(await begins()).toMatchObject(shipped)
  expect((await photoJob(core, ask)).parent).toMatchObject({ id: 'v1' })
  core.models.activate('v2' as ModelId)
  expect(await begins()).toMatchObject(v2!)
})
