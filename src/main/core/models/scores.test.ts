import { createRouterClient } from '@orpc/server'
import BetterSqlite3 from 'better-sqlite3'
import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Api } from '../../../shared/contract/index.ts'
import type { ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import { forkEngine } from '../../fork-engine.ts'
import { places } from '../../places.ts'
import { openCore, type Core } from '../core.ts'
import { migrations } from '../library/migrations/index.ts'
import { createRouter } from '../router.ts'
import { imageIds, photoBytes, temporaryFolder, tinyDataset } from '../testing/fixtures.ts'
import { addSecondVersion } from '../testing/second-version.ts'
import { readFeatures } from './features.ts'
import { scores, takeTruths } from './scoring.ts'

const FIRST = 'first-2' as ModelId

type App = { core: Core; api: Api; close: () => Promise<void> }

/** The real thing: the shipped model, the engine in its own process, a small dataset. */
async function open(folder: string, { test = 1500, background = true } = {}): Promise<App> {
  const core = await openCore({
    ...{ folder, resources: places.resources, cache: places.cache, startEngine: forkEngine, background },
    dataset: tinyDataset(20, test),
  })
  let open = true
  const close = async () => {
    if (open) await core.close()
    open = false
  }
  onTestFinished(close)
  return { core, api: createRouterClient(createRouter(core)), close }
}

type Row = { label: number | null; probabilities: Uint8Array; margin: number | null; loss: number | null }

const rows = ({ core }: App, model = FIRST) =>
  core.library.db.read
    .prepare(
      `SELECT label_class AS label, probabilities, margin, loss FROM predictions JOIN images ON id = image_id
       WHERE model_id = ? ORDER BY id`,
    )
    .all(model) as Row[]

async function untilAllScored(app: App): Promise<void> {
  const waiting = app.core.library.db.read
    .prepare(
      `SELECT count(*) FROM images WHERE NOT EXISTS (
         SELECT 1 FROM predictions WHERE image_id = id AND model_id = ? AND margin IS NOT NULL)`,
    )
    .pluck()
  while (waiting.get(app.core.models.active()!.id) !== 0)
    await new Promise((resolve) => setTimeout(resolve, 20))
}

const floats = (bytes: Uint8Array) => new Float32Array(new Uint8Array(bytes).buffer)

type Weight = { name: string; shape: number[] }

/** The last dense layer's kernel [width, 10] and bias, read from the model's own files. */
function lastLayer({ core }: App): [kernel: Float32Array, bias: Float32Array] {
  const file = (name: string) => readFileSync(join(core.models.folder(FIRST), name))
  const { weightsManifest } = JSON.parse(file('model.json').toString()) as {
    weightsManifest: [{ weights: Weight[] }]
  }
  let rest = floats(file('weights.bin'))
  const all = weightsManifest[0].weights.map(({ name, shape }) => {
    const size = shape.reduce((product, side) => product * side)
    const values = rest.subarray(0, size)
    rest = rest.subarray(size)
    return { name, shape, values }
  })
  const at = all.findIndex(({ name, shape }) => name.startsWith('dense') && shape[1] === 10)
  return [all[at]!.values, all[at + 1]!.values]
}

/** Softmax of features through the last dense layer, at the model's temperature. */
function probabilitiesOf(
  features: Float32Array,
  [kernel, bias]: [Float32Array, Float32Array],
  temperature: number,
): number[] {
  const exponentials = Array.from(bias, (b, output) =>
    Math.exp(features.reduce((sum, value, i) => sum + value * kernel[i * 10 + output]!, b) / temperature),
  )
  const sum = exponentials.reduce((total, value) => total + value)
  return exponentials.map((value) => value / sum)
}

function expectScored(app: App): void {
  const scored = rows(app)
  const layer = lastLayer(app)
  const { temperature } = app.core.models.get(FIRST)
  const { ids, width, values } = readFeatures(app.core.library.db.read, FIRST)
  expect([...ids]).toEqual(imageIds(app.core.library))
  expect(scored).toHaveLength(ids.length)
  for (const [i, { label, probabilities, margin, loss }] of scored.entries()) {
    const row = floats(probabilities)
    const [second, first] = row.toSorted().subarray(-2)
    expect(margin).toBeCloseTo(first! - second!, 6)
    expect(loss).toBeCloseTo(-Math.log(Math.max(row[label! - 1]!, 1e-7)), 6)
    // float16 features through the last layer give the probabilities again, to within what rounding them costs.
    const again = probabilitiesOf(values.subarray(i * width, (i + 1) * width), layer, temperature)
    again.forEach((probability, output) => expect(Math.abs(probability - row[output]!)).toBeLessThan(0.005))
  }
}

describe('scores', () => {
  it('are kept of every image in the background, and go with the image', async () => {
    const app = await open(temporaryFolder())
    const told: ImageId[] = []
    const events = app.core.events.stream(undefined)
    await untilAllScored(app)
    expectScored(app)
    for await (const event of events) {
      if (event.type === 'predictions-changed') told.push(...event.ids)
      if (told.length === 1520) break
    }
    expect(told.sort((a, b) => a - b)).toEqual(imageIds(app.core.library))

    const { db } = app.core.library
    db.write.exec('DELETE FROM images WHERE id IN (3, 4)')
    expect(readFeatures(db.read, FIRST, [2, 3, 4, 5]).ids).toEqual(Uint32Array.of(2, 5))
    expect(db.read.prepare('SELECT count(*) FROM features').pluck().get()).toBe(1518)
  })

  it('are shown with the image', async () => {
    const app = await open(temporaryFolder(), { background: false })
    const before = await app.api.browse.detail({ id: 1 as ImageId })
    const probability = (id: number) =>
      before.probabilities!.find(({ classId }) => classId === id)!.probability
    expect(before.margin).toBeCloseTo(
      before.probabilities![0]!.probability - before.probabilities![1]!.probability,
      6,
    )
    await app.api.labels.set({ ids: [1 as ImageId], classId: 5 as ClassId })
    expect((await app.api.browse.detail({ id: 1 as ImageId })).loss).toBeCloseTo(-Math.log(probability(5)), 4)
    await app.api.labels.set({ ids: [1 as ImageId], classId: null })
    expect(await app.api.browse.detail({ id: 1 as ImageId })).toMatchObject({
      margin: before.margin,
      loss: null,
    })
  })

  it('of a version go with it', async () => {
    const folder = temporaryFolder()
    const app = await open(folder, { test: 30 })
    await untilAllScored(app)
    addSecondVersion(folder, 'v2')
    await app.api.models.activate({ id: 'v2' as ModelId })
    await untilAllScored(app)
    const { read } = app.core.library.db
    expect(readFeatures(read, 'v2' as ModelId).ids).toHaveLength(50)
    await app.api.models.remove({ id: FIRST })
    expect(readFeatures(read, FIRST).ids).toHaveLength(0)
    expect(readFeatures(read, 'v2' as ModelId).ids).toHaveLength(50)
  })

  it('are made up for what an earlier Haberdash predicted, and nothing of its library is lost', async () => {
    const folder = temporaryFolder()
    const made = await open(folder, { test: 600 })
    await untilAllScored(made)
    await made.api.labels.set({ ids: [5, 6] as ImageId[], classId: 2 as ClassId })
    await made.close()
    const all = 'SELECT * FROM images ORDER BY id'
    const asBefore = (db: BetterSqlite3.Database) => [
      db.prepare(all).all(),
      db.prepare('SELECT * FROM label_events').all(),
      db.prepare('SELECT model_id, image_id, class_id, confidence, probabilities FROM predictions').all(),
    ]
    const file = join(folder, 'haberdash.db')
    renameSync(file, join(folder, 'now.db'))
    const db = new BetterSqlite3(file)
    for (const migration of migrations.slice(0, 2)) db.exec(migration)
    db.prepare('ATTACH ? AS now').run(join(folder, 'now.db'))
    for (const table of ['settings', 'classes', 'images', 'label_actions', 'label_events', 'models'])
      db.exec(`INSERT INTO ${table} SELECT * FROM now.${table}`)
    db.exec(
      `INSERT INTO predictions SELECT model_id, image_id, class_id, confidence, probabilities FROM now.predictions`,
    )
    db.pragma('user_version = 2')
    const before = asBefore(db)
    db.close()

    const app = await open(folder, { test: 600, background: false })
    const { read, write } = app.core.library.db
    expect(read.pragma('user_version', { simple: true })).toBe(migrations.length)
    expect(asBefore(read)).toEqual(before)
    const bySure = await app.api.browse.view({ filter: {}, sort: 'least-sure' })
    expect(bySure.size).toBe(620 * 4)
    app.core.predictions.work()
    await untilAllScored(app)
    expectScored(app)
    expect(read.prepare(all).all()).toEqual(before[0])
    expect(write.pragma('foreign_key_check')).toEqual([])
  })
})

describe('what a version has answered', () => {
  it('scores it with nothing classified again, as it would be scored anew, also where classes were merged since', async () => {
    const { core, api } = await open(temporaryFolder(), { test: 300, background: false })
    const model = core.models.get(FIRST)
    const { id: hat } = await api.classes.add({ name: 'Hat' })
    // Half of the images are held to be hats, and those all to be what Pullovers are said to be, once the two are one.
    const { ids, classes } = takeTruths(core.library, model.classes).test
    const truths = {
      test: { ids, classes: classes.map((id, i) => (i % 2 ? id : hat)) },
      holdout: { ids: [], classes: [] },
    }
    await api.classes.merge({ id: hat, into: 3 as ClassId })
    const asked: number[] = []
    const score = () =>
      scores(truths, core.library, model, {
        sight: core.sight,
        classify(inputs, count) {
          asked.push(count)
          return core.predictions.run(core.models.folder(FIRST), inputs, count)
        },
      })
    await core.predictions.classify(model, ids.slice(1))
    const anew = await score()
    expect(asked).toEqual([300])
    await core.predictions.classify(model, ids.slice(0, 1))
    expect(await score()).toEqual(anew)
    expect(asked).toEqual([300])
  })
})

describe('evaluating', () => {
  it('keeps no dropped photo waiting behind its images', async () => {
    const { api } = await open(temporaryFolder(), { test: 6000, background: false })
    const file = new File([new Uint8Array(await photoBytes(1))], 'a.jpg')
    await api.photos.classify({ file })
    let scored = false
    const evaluation = api.models.evaluate({ split: 'test' }).finally(() => (scored = true))
    await api.photos.classify({ file })
    expect(scored).toBe(false)
    expect(await evaluation).toMatchObject({ images: 6000 })
  })
})
