import { createRouterClient } from '@orpc/server'
import BetterSqlite3 from 'better-sqlite3'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Api } from '../../../shared/contract/index.ts'
import { FASHION_MNIST_CLASSES, FASHION_MNIST_INPUT, type ImageId } from '../../../shared/domain.ts'
import { NO_FIX, type PhotoFix } from '../../../shared/photo-fix.ts'
import { forkEngine } from '../../fork-engine.ts'
import { places } from '../../places.ts'
import { openCore, type Core } from '../core.ts'
import type { Manifest } from '../models/manifest.ts'
import { createRouter } from '../router.ts'
import { addSecondVersion } from '../testing/second-version.ts'
import { temporaryFolder, tinyDataset } from '../testing/fixtures.ts'
import { loadImages } from '../training/selection.ts'
import { modelInputs } from './inputs.ts'
import { toModelInput } from './preprocess.ts'
import { photoPath, sha256 } from './store.ts'
import { fixtureBytes, readFixture } from './testing.ts'

const PHOTO = 'green-pants.jpg'
const FIX: PhotoFix = {
  crop: { x: 0.25, y: 0.5, width: 0.5, height: 0.25 },
  rotate: 90,
  invert: true,
  mask: 'off',
}

async function open(folder = join(temporaryFolder(), 'wardrobe')): Promise<{ core: Core; api: Api }> {
  const core = await openCore({
    folder,
    resources: places.resources,
    cache: places.cache,
    dataset: tinyDataset(20, 20),
    startEngine: forkEngine,
    background: false,
  })
  onTestFinished(() => core.close())
  return { core, api: createRouterClient(createRouter(core)) }
}

const add = async (api: Api) =>
  api.photos.add({ file: new File([new Uint8Array(await fixtureBytes(PHOTO))], PHOTO) })
const inputOf = async (core: Core, id: ImageId) => new Uint8Array(await modelInputs(core.library, [id]))
const wanted = async (fix: PhotoFix) =>
  new Uint8Array(await toModelInput(await readFixture(PHOTO), FASHION_MNIST_INPUT, fix))
const bytes = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer())

/** What the active model says of the photo with FIX, before or after that is stored. */
const previewed = (api: Api, id: ImageId) => api.photos.classifyFix({ id, fix: FIX })

/** What the database has of a photo, by a connection of its own. */
function stored({ library }: Core, id: ImageId) {
  const db = new BetterSqlite3(join(library.folder, 'haberdash.db'), { readonly: true })
  const column = (sql: string) => db.prepare(sql).pluck().all(id)
  const row = {
    fix: JSON.parse(
      (column('SELECT fix FROM photo_fixes WHERE image_id = ?')[0] as string | null) ?? 'null',
    ) as unknown,
    inputs: column('SELECT pixels FROM model_inputs WHERE image_id = ?').map(
      (p) => new Uint8Array(p as Buffer),
    ),
    predictedBy: column('SELECT model_id FROM predictions WHERE image_id = ? ORDER BY 1'),
    featuresBy: column('SELECT model_id FROM features WHERE image_id = ? ORDER BY 1'),
  }
  db.close()
  return row
}

describe('photos.fix', () => {
  it('keeps the fix, makes the input anew, and asks the model again', async () => {
    const { core, api } = await open()
    const { id } = await add(api)
    const before = await api.browse.detail({ id })
    expect(before.fix).toEqual(NO_FIX)
    await api.photos.fix({ id, fix: FIX })
    expect(stored(core, id)).toMatchObject({ fix: FIX, inputs: [await wanted(FIX)] })
    const after = await api.browse.detail({ id })
    expect(after.fix).toEqual(FIX)
    expect(after.probabilities).not.toEqual(before.probabilities)
    expect(after.probabilities).toEqual(await previewed(api, id))
  })

  it('drops what every version has said of the photo, and of no other image', async () => {
    const { core, api } = await open()
    addSecondVersion(core.library.folder, 'v2')
    const { id } = await add(api)
    const other = 1 as ImageId
    const versions = (await api.models.list()).map((version) => version.id).sort()
    expect(versions).toHaveLength(2)
    for (const version of versions) await core.predictions.classify(core.models.get(version), [id, other])
    expect(stored(core, id).predictedBy).toEqual(versions)
    // Without the active model asked again at once.
    core.predictions.close()
    await api.photos.fix({ id, fix: FIX })
    expect(stored(core, id)).toMatchObject({ predictedBy: [], featuresBy: [] })
    expect(stored(core, other)).toMatchObject({
      predictedBy: versions,
      featuresBy: versions,
    })
  })

  it('is told to other windows', async () => {
    const { core, api } = await open()
    // No event of a prediction, then.
    core.predictions.close()
    const { id } = await add(api)
    const told = core.events.stream(undefined)
    const next = told.next()
    await api.photos.fix({ id, fix: FIX })
    expect((await next).value).toEqual({ type: 'predictions-changed', ids: [id] })
  })

  it('survives a restart, and the same photo added again', async () => {
    const folder = join(temporaryFolder(), 'wardrobe')
    const first = await open(folder)
    const { id } = await add(first.api)
    await first.api.photos.fix({ id, fix: FIX })
    await first.core.close()
    const { core, api } = await open(folder)
    expect(await add(api)).toMatchObject({ id, duplicate: true })
    expect((await api.browse.detail({ id })).fix).toEqual(FIX)
    expect(await inputOf(core, id)).toEqual(await wanted(FIX))
  })

  it('holds also where the cached input is gone', async () => {
    const { core, api } = await open()
    const { id } = await add(api)
    await api.photos.fix({ id, fix: FIX })
    core.library.db.write.prepare('DELETE FROM model_inputs').run()
    expect(await inputOf(core, id)).toEqual(await wanted(FIX))
    expect(stored(core, id).inputs).toEqual([await wanted(FIX)])
  })

  it.each([
    ['null', null],
    ['one that changes nothing', NO_FIX],
  ])('by %s is taken back', async (_, fix) => {
    const { core, api } = await open()
    const { id } = await add(api)
    const before = await inputOf(core, id)
    await api.photos.fix({ id, fix: FIX })
    await api.photos.fix({ id, fix })
    expect(stored(core, id).fix).toBeNull()
    expect(await inputOf(core, id)).toEqual(before)
  })

  it('is what training takes', async () => {
    const { core, api } = await open()
    const { id } = await add(api)
    await api.photos.fix({ id, fix: FIX })
    const { classes } = core.models.active() as Manifest
    const label = core.library.db.read
      .prepare('SELECT id FROM classes WHERE name = ?')
      .pluck()
      .get(FASHION_MNIST_CLASSES[1]) as Parameters<typeof loadImages>[1][number]['class']
    const { data } = await loadImages(core.library, [{ id, class: label, source: 'photo' }], classes)
    expect(await bytes(data.pixels)).toEqual(await wanted(FIX))
  })

  it('made while the photo is being classified, leaves no answer of before', async () => {
    const { core, api } = await open()
    const { id } = await add(api)
    const asked = core.predictions.classify(core.models.active()!, [id])
    await api.photos.fix({ id, fix: FIX })
    await asked
    const { probabilities } = await api.browse.detail({ id })
    expect(probabilities).toEqual(await previewed(api, id))
  })

  it('is refused of a dataset’s image, of one that is not here, and without the photo’s file', async () => {
    const { core, api } = await open()
    const { id } = await add(api)
    await expect(api.photos.fix({ id: 1 as ImageId, fix: FIX })).rejects.toMatchObject({
      code: 'not-a-photo',
    })
    await expect(api.photos.previewFix({ id: 9999 as ImageId, fix: FIX })).rejects.toMatchObject({
      code: 'image-unknown',
    })
    rmSync(photoPath(core.library, sha256(await fixtureBytes(PHOTO))))
    await expect(api.photos.fix({ id, fix: FIX })).rejects.toMatchObject({
      code: 'photo-unreadable',
      message: expect.stringContaining(PHOTO),
    })
    expect(stored(core, id).fix).toBeNull()
  })
})

describe('photos.previewFix', () => {
  it('shows input, mask and box, and keeps nothing', async () => {
    const { core, api } = await open()
    const { id } = await add(api)
    const before = await api.browse.detail({ id })
    const preview = await api.photos.previewFix({ id, fix: { ...NO_FIX, rotate: 90 } })
    expect(await bytes(preview.input)).toEqual(await wanted({ ...NO_FIX, rotate: 90 }))
    expect(preview.found).toBe(true)
    const { width, height, pixels } = preview.mask!
    expect(Math.max(width, height)).toBe(96)
    const mask = await bytes(pixels)
    expect(mask).toHaveLength(width * height)
    // The garment's pixels lie in the box.
    const inside = [...mask.keys()].filter((i) => mask[i]! > 200)
    expect(Math.min(...inside.map((i) => (i % width) / width))).toBeGreaterThanOrEqual(preview.box.x - 0.02)
    expect(Math.max(...inside.map((i) => Math.floor(i / width) / height))).toBeLessThan(
      preview.box.y + preview.box.height + 0.02,
    )
    const probabilities = await api.photos.classifyFix({ id, fix: { ...NO_FIX, rotate: 90 } })
    expect(probabilities!.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1)
    expect(stored(core, id).fix).toBeNull()
    expect(await api.browse.detail({ id })).toEqual(before)
  })

  it('has no mask where it is off', async () => {
    const { api } = await open()
    const { id } = await add(api)
    expect((await api.photos.previewFix({ id, fix: { ...NO_FIX, mask: 'off' } })).mask).toBeNull()
  })

  it('answers each of many at once with its own', async () => {
    const { api } = await open()
    const { id } = await add(api)
    const fixes = [0, 30, 0, 90, -45, 30].map((rotate, i): PhotoFix => ({
      ...NO_FIX,
      rotate,
      invert: i % 2 === 0,
    }))
    const previews = await Promise.all(fixes.map((fix) => api.photos.previewFix({ id, fix })))
    for (const [i, { input }] of previews.entries())
      expect(await bytes(input)).toEqual(await wanted(fixes[i]!))
  })
})
