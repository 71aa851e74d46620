import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { ImageId, ModelId } from '../../../shared/domain.ts'
import type { Library } from '../library/library.ts'
import { addVersion, imageIds, temporaryFolder, temporaryLibrary } from '../testing/fixtures.ts'
import { createNeighbours } from './neighbours.ts'
import { addClusteredFeatures, addFeatures } from './testing.ts'

const MODEL = 'v1' as ModelId

function described() {
  const library = temporaryLibrary()
  addVersion(library, MODEL, ['Dress'])
  addClusteredFeatures(library, MODEL)
  return library
}

function neighboursOf(library: Library, entry?: string) {
  const made = createNeighbours(library, entry)
  onTestFinished(() => made.stop())
  return made
}

it('tells which images are most like one, and follows what changes', async () => {
  const library = described()
  const neighbours = neighboursOf(library)
  const ids = imageIds(library)
  const [first, far] = [ids[3]!, ids[4]!]
  const before = await neighbours.similar(MODEL, first, 15)
  expect(before.ids[0]).toBe(first)
  expect(before.similarities[0]).toBe(1)
  // The centres go in turn: those of the same are like each other.
  for (const id of before.ids) expect(ids.indexOf(id) % 10).toBe(3)
  expect(before.similarities).toEqual([...before.similarities].sort((a, b) => b - a))
  expect(before.ids).not.toContain(far)

  const vector = library.db.read
    .prepare('SELECT vector FROM features WHERE image_id = ?')
    .pluck()
    .get(first) as Uint8Array
  addFeatures(library, MODEL, new Map([[far, new Float16Array(new Uint8Array(vector).buffer)]]))
  neighbours.on({ type: 'predictions-changed', ids: [far] })
  expect((await neighbours.similar(MODEL, first, 2)).ids).toEqual([first, far])
})

it('says so where an image has no features yet', async () => {
  const neighbours = neighboursOf(described())
  await expect(neighbours.similar(MODEL, 9999 as ImageId, 5)).rejects.toMatchObject({
    ...{ code: 'features-missing', message: 'The model has not looked at this image yet.' },
  })
  await expect(neighbours.similar('v2' as ModelId, 1 as ImageId, 5)).rejects.toMatchObject({
    code: 'features-missing',
  })
})

it('keeps the graph until features change, whoever changes them', async () => {
  const library = described()
  const neighbours = neighboursOf(library)
  const [one, same] = await Promise.all([neighbours.graph(MODEL), neighbours.graph(MODEL)])
  expect(same).toBe(one)
  expect([...one.ids]).toEqual(imageIds(library))
  expect(one.k).toBe(16)
  neighbours.on({ type: 'models-changed' })
  expect(await neighbours.graph(MODEL)).toBe(one)
  // Another process has taken one away, of which only this is told.
  library.db.write.exec('DELETE FROM predictions WHERE image_id = 1; DELETE FROM features WHERE image_id = 1')
  neighbours.on({ type: 'models-changed' })
  const two = await neighbours.graph(MODEL)
  expect(two.ids).toHaveLength(one.ids.length - 1)
  neighbours.on({ type: 'predictions-changed', ids: [] })
  expect(await neighbours.graph(MODEL)).not.toBe(two)
})

it('can be given up, and asked for again', async () => {
  const neighbours = neighboursOf(described())
  const giveUp = new AbortController()
  const waiting = neighbours.graph(MODEL, { signal: giveUp.signal })
  giveUp.abort(new Error('Enough.'))
  await expect(waiting).rejects.toThrow('Enough.')
  expect((await neighbours.graph(MODEL)).k).toBe(16)
})

it('hangs on no dead thread, nor on a closed library', async () => {
  const entry = join(temporaryFolder(), 'worker.mjs')
  writeFileSync(
    entry,
    `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1))`,
  )
  const neighbours = neighboursOf(described(), entry)
  await expect(neighbours.graph(MODEL)).rejects.toMatchObject({ code: 'unexpected' })
  await expect(neighbours.similar(MODEL, 1 as ImageId, 5)).rejects.toMatchObject({ code: 'unexpected' })
  const waiting = neighbours.graph(MODEL)
  neighbours.stop()
  await expect(waiting).rejects.toMatchObject({ code: 'library-closed' })
  await expect(neighbours.graph(MODEL)).rejects.toMatchObject({ code: 'library-closed' })
})
