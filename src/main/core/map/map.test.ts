import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { MARK, type MapProgress } from '../../../shared/contract/map.ts'
import type { ClassId, ModelId } from '../../../shared/domain.ts'
import { createImageIndex } from '../browse/image-index.ts'
import { createEvents } from '../events.ts'
import { createLabels } from '../labels/labels.ts'
import { createModelStore } from '../models/store.ts'
import { createNeighbours } from '../neighbours/neighbours.ts'
import { addClusteredFeatures, addFeatures } from '../neighbours/testing.ts'
import { addVersion, imageIds, temporaryFolder, temporaryLibrary } from '../testing/fixtures.ts'
import { createMap } from './map.ts'

const MODEL = 'v1' as ModelId
const OTHER = 'v2' as ModelId

function described({
  entry,
  library = temporaryLibrary(),
}: { entry?: string; library?: ReturnType<typeof temporaryLibrary> } = {}) {
  const models = createModelStore(library)
  const events = createEvents()
  const told: string[] = []
  events.first(({ type }) => told.push(type))
  const images = createImageIndex(library)
  events.first((event) => (event.type === 'models-changed' ? images.predictionsChanged() : undefined))
  const neighbours = createNeighbours(library)
  events.first(neighbours.on)
  const map = createMap({ library, images, models, neighbours }, events, entry)
  onTestFinished(() => (map.stop(), neighbours.stop()))
  return { library, models, images, events, told, map }
}

function populated(entry?: string) {
  const library = temporaryLibrary()
  addVersion(library, MODEL, ['Dress', 'Coat'])
  createModelStore(library).activate(MODEL)
  addClusteredFeatures(library, MODEL)
  return described({ library, ...(entry === undefined ? {} : { entry }) })
}

async function all(progress: AsyncGenerator<MapProgress>): Promise<MapProgress[]> {
  const list: MapProgress[] = []
  for await (const one of progress) list.push(one)
  return list
}

/** Answers once; what a thread runs that ends at anything else. */
const DEADLY = `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1))`

it('lays all images out by their two principal components at once', async () => {
  const { library, map, images, models } = populated()
  const { ids, points, model } = await map.pca(undefined)
  expect(model).toBe(MODEL)
  expect([...ids]).toEqual(imageIds(library))
  // The ten centres go in turn; two images of one lie nearer each other than the map is wide.
  const at = (i: number) => [points[2 * i]!, points[2 * i + 1]!] as const
  const distance = (i: number, j: number) => Math.hypot(at(i)[0] - at(j)[0], at(i)[1] - at(j)[1])
  const mean = (pairs: [number, number][]) =>
    pairs.reduce((sum, [i, j]) => sum + distance(i, j), 0) / pairs.length
  const same = Array.from({ length: 100 }, (_, i): [number, number] => [i, i + 10])
  const other = Array.from({ length: 100 }, (_, i): [number, number] => [i, i + 5])
  expect(mean(same)).toBeLessThan(mean(other) / 2)
  expect(map.state()).toMatchObject({ model: MODEL, described: 150, umap: null, making: false })
  expect(images.columns(models.active()).size).toBe(151)
})

it('makes a map that is there after the library is opened again, once for all who ask', async () => {
  const { library, map, told } = populated()
  const [one, two] = await Promise.all([all(map.make(undefined)), all(map.make(undefined))])
  for (const progress of [one, two]) {
    expect(progress.length).toBeGreaterThan(0)
    expect(progress.every(({ fraction }) => fraction >= 0 && fraction <= 1)).toBe(true)
  }
  expect(told.filter((type) => type === 'map-changed')).toHaveLength(2)
  const before = map.umap()!
  expect([...before.ids]).toEqual(imageIds(library))
  expect(before.points.every(Number.isFinite)).toBe(true)
  const again = described({ library })
  expect(again.map.umap()).toEqual(before)
  expect(again.map.state().umap).toMatchObject({ model: MODEL, images: 150, waiting: 0, placing: false })
  // The same each time.
  await all(again.map.make(undefined))
  expect(again.map.umap()!.points).toEqual(before.points)
})

it('can be cancelled, and says so to all who wait; then it can be made anew', async () => {
  const { map } = populated()
  const waiting = Promise.allSettled([all(map.make(undefined)), all(map.make(undefined))])
  await new Promise((resolve) => setTimeout(resolve, 5))
  map.cancel()
  for (const one of await waiting) expect(one).toMatchObject({ reason: { code: 'map-cancelled' } })
  expect(map.state()).toMatchObject({ making: false, umap: null })
  await all(map.make(undefined))
  expect(map.umap()).not.toBeNull()
})

it('goes on where a window no longer listens', async () => {
  const { map } = populated()
  const leave = new AbortController()
  const first = map.make(leave.signal)
  await first.next()
  const second = all(map.make(undefined))
  leave.abort()
  await expect(first.next()).rejects.toThrow()
  await second
  expect(map.umap()).not.toBeNull()
})

it('hangs on no dead thread, nor on a closed library', async () => {
  const entry = join(temporaryFolder(), 'worker.mjs')
  writeFileSync(entry, DEADLY)
  const { map } = populated(entry)
  await expect(map.pca(undefined)).rejects.toMatchObject({ code: 'unexpected' })
  await expect(all(map.make(undefined))).rejects.toMatchObject({ code: 'unexpected' })
  const waiting = all(map.make(undefined))
  setTimeout(() => map.stop(), 5)
  await expect(waiting).rejects.toMatchObject({ code: expect.stringMatching(/library-closed|unexpected/) })
  await expect(all(map.make(undefined))).rejects.toMatchObject({ code: 'library-closed' })
})

it('places what comes later on the map it has, and says whose map it is when another version is active', async () => {
  const { library, map, events, models } = populated()
  const ids = imageIds(library)
  const newcomer = ids[30]!
  const vector = library.db.read
    .prepare('SELECT vector FROM features WHERE image_id = ?')
    .pluck()
    .get(newcomer)
  library.db.write.exec(
    `DELETE FROM features WHERE image_id = ${newcomer}; DELETE FROM predictions WHERE image_id = ${newcomer}`,
  )
  await all(map.make(undefined))
  expect(map.umap()!.ids).not.toContain(newcomer)

  addFeatures(
    library,
    MODEL,
    new Map([[newcomer, new Float16Array(new Uint8Array(vector as Uint8Array).buffer)]]),
  )
  events.publish({ type: 'models-changed' })
  const placed = new Promise<void>((resolve) =>
    events.first(({ type }) => (type === 'map-changed' ? resolve() : undefined)),
  )
  expect(map.state().umap).toMatchObject({ images: 149, waiting: 1, placing: true })
  await placed
  expect(map.state().umap).toMatchObject({ images: 150, waiting: 0, placing: false })
  const { ids: on, points } = map.umap()!
  expect(on.at(-1)).toBe(newcomer)
  // Among the other images around its centre.
  const like = ids.filter((_, i) => i % 10 === 0 && i !== 30).map((id) => on.indexOf(id))
  const nearest = Math.min(
    ...like.map((i) => Math.hypot(points[2 * i]! - points.at(-2)!, points[2 * i + 1]! - points.at(-1)!)),
  )
  expect(nearest).toBeLessThan(2)

  addVersion(library, OTHER, ['Dress', 'Coat'])
  models.activate(OTHER)
  events.publish({ type: 'models-changed' })
  expect(map.state()).toMatchObject({ model: OTHER, described: 0, umap: { model: MODEL, waiting: 0 } })
  expect(map.umap()!.model).toBe(MODEL)
})

it('asks for images before it makes a map of them', async () => {
  const { map } = described()
  await expect(map.pca(undefined)).rejects.toMatchObject({ code: 'features-missing' })
  await expect(all(map.make(undefined))).rejects.toMatchObject({ code: 'features-missing' })
  expect(map.state()).toEqual({ model: null, described: 0, umap: null, making: false })
  expect(map.umap()).toBeNull()
})

it('tells what images are coloured by', () => {
  const { library, map, images } = populated()
  const ids = imageIds(library)
  createLabels(library.db).set([ids[0]!], 7 as ClassId)
  images.changed([ids[0]!])
  library.db.write.exec(`UPDATE images SET present = 0 WHERE id = ${ids[1]}`)
  images.changed([ids[1]!])
  const bytes = map.marks(Uint32Array.of(ids[0]!, ids[1]!, 9999))
  expect(bytes).toHaveLength(27)
  const { buffer } = bytes
  expect([...new Uint16Array(buffer, 12, 3)]).toEqual([7, expect.any(Number), 0])
  expect([...new Uint16Array(buffer, 18, 3)]).toEqual([1, 1, 0])
  expect(new Float32Array(buffer, 0, 3)[2]).toBeNaN()
  const flags = new Uint8Array(buffer, 24, 3)
  expect(flags[0]).toBe(MARK.present | MARK.answered)
  expect(flags[1]! & MARK.present).toBe(0)
  expect(flags[2]).toBe(0)
})
