import { createRouterClient } from '@orpc/server'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { forkEngine } from '../../fork-engine.ts'
import { places } from '../../places.ts'
import { Filter, type ViewSpec } from '../../../shared/contract/browse.ts'
import type { ViewId } from '../../../shared/contract/views.ts'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { openCore } from '../core.ts'
import { openLibrary } from '../library/library.ts'
import { createRouter } from '../router.ts'
import { temporaryFolder, temporaryLibrary, tinyDataset } from '../testing/fixtures.ts'
import { createViews } from './views.ts'

const shirts: ViewSpec = {
  filter: Filter.parse({ classes: [7], predicted: [1], margin: { to: 0.4 } }),
  sort: 'smallest-margin',
  seed: 0,
}
const atRandom: ViewSpec = { filter: Filter.parse({ splits: ['test'] }), sort: 'random', seed: 17 }

it('keeps views by name, and shows them by name', () => {
  const views = createViews(temporaryLibrary().db)
  views.save('shirts', shirts)
  views.save('A sample', atRandom)
  expect(views.list().map(({ name }) => name)).toEqual(['A sample', 'shirts'])
  expect(views.list()[1]).toMatchObject(shirts)
})

it('one of the same name takes its place', () => {
  const views = createViews(temporaryLibrary().db)
  const { id } = views.save('shirts', shirts)
  expect(views.save('shirts', atRandom)).toEqual({ ...atRandom, name: 'shirts', id })
  expect(views.list()).toHaveLength(1)
})

it('renames, but not to the name of another', () => {
  const views = createViews(temporaryLibrary().db)
  const { id } = views.save('shirts', shirts)
  views.save('sample', atRandom)
  expect(views.rename(id, 'Shirts, perhaps')).toMatchObject({ id, name: 'Shirts, perhaps' })
  expect(views.rename(id, 'Shirts, perhaps')).toMatchObject({ id })
  expect(() => views.rename(id, 'sample')).toThrow(/called sample already/)
  expect(() => views.rename(99 as ViewId, 'none')).toThrow(/not there any more/)
})

it('removes', () => {
  const views = createViews(temporaryLibrary().db)
  const { id } = views.save('shirts', shirts)
  views.remove(id)
  expect(views.list()).toEqual([])
  expect(() => views.remove(id)).toThrow(/not there any more/)
})

it('is there when the library is opened again', () => {
  const folder = join(temporaryFolder(), 'wardrobe')
  const first = openLibrary(folder, () => tinyDataset())
  createViews(first.db).save('shirts', shirts)
  first.close()
  const again = openLibrary(folder, () => tinyDataset())
  onTestFinished(() => again.close())
  expect(createViews(again.db).list()).toMatchObject([{ name: 'shirts', ...shirts }])
})

it.each([
  '{"filter":',
  '{}',
  '{"filter":{"classes":"all"},"sort":"newest"}',
  '{"filter":{},"sort":"by-magic"}',
])('what is no view (%s) is left out and harms no other', (spec) => {
  const { db } = temporaryLibrary()
  const views = createViews(db)
  const id = db.write
    .prepare("INSERT INTO views (name, spec) VALUES ('odd', ?) RETURNING id")
    .pluck()
    .get(spec)
  views.save('shirts', shirts)
  expect(views.list().map(({ name }) => name)).toEqual(['shirts'])
  expect(() => views.rename(id as ViewId, 'even')).toThrow(/not there any more/)
  expect(views.save('odd', atRandom).id).toBe(id)
  expect(views.list()).toHaveLength(2)
})

it('is counted as it is listed, and every window is told of a change', async () => {
  const core = await openCore({
    ...{ folder: temporaryFolder(), resources: places.resources, cache: places.cache },
    ...{ dataset: tinyDataset(20, 10), startEngine: forkEngine },
  })
  onTestFinished(() => core.close())
  const api = createRouterClient(createRouter(core))
  const leaving = new AbortController()
  onTestFinished(() => leaving.abort())
  const told = await api.library.events(undefined, { signal: leaving.signal })
  const changed = async () => {
    for await (const { type } of told) if (type === 'views-changed') return true
    return false
  }

  const saved = await api.views.save({ ...atRandom, name: ' test ' })
  expect(saved).toMatchObject({ name: 'test', images: 10 })
  expect(await changed()).toBe(true)
  const [image] = new Uint32Array(await (await api.browse.view(atRandom)).arrayBuffer())
  const corrected = Filter.parse({ corrected: true })
  const { id } = await api.views.save({ filter: corrected, sort: 'newest', name: 'By hand' })
  await api.labels.set({ ids: [image as ImageId], classId: 3 as ClassId })
  expect(await api.views.list()).toMatchObject([
    { name: 'By hand', images: 1 },
    { name: 'test', images: 10 },
  ])
  await api.views.remove({ id })
  expect(await api.views.list()).toMatchObject([{ name: 'test' }])
})
