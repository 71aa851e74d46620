// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { SetId } from '../../../../shared/contract/sets.ts'
import { fakeApi } from '../../lib/testing/fake-api.ts'
import { classId, image, viewOf } from '../../lib/testing/samples.ts'
import { Browse } from './browse.svelte.ts'
import { NO_FILTER } from './view.svelte.ts'

async function setUp(...ids: number[]) {
  const fetchView = vi.fn(async () => viewOf(...ids))
  const browse = new Browse(fakeApi({ browse: { view: fetchView, rows: async () => [] } }), vi.fn())
  await browse.refresh()
  return { browse, fetchView }
}

test('the selection is meant, or the focused image where there is none', async () => {
  const { browse } = await setUp(10, 20, 30)
  browse.selection.only(1)
  browse.selection.extend(2)
  expect(browse.targets()).toEqual([20, 30])
  browse.selection.only(1)
  browse.selection.toggle(1)
  expect(browse.targets()).toEqual([20])
})

test('goes on from one image, and stays with several', async () => {
  const { browse } = await setUp(10, 20, 30)
  browse.advance()
  expect(browse.focusedId).toBe(20)
  browse.selection.extend(2)
  browse.advance()
  expect(browse.targets()).toEqual([20, 30])
})

test('images that come in before it leave the selection with its images', async () => {
  const { browse, fetchView } = await setUp(10, 20, 30)
  browse.selection.only(1)
  browse.selection.extend(2)
  fetchView.mockResolvedValue(viewOf(99, 10, 20, 30))
  await browse.refresh()
  expect(browse.targets()).toEqual([20, 30])
})

test('another order begins at its first image', async () => {
  const { browse } = await setUp(10, 20, 30)
  browse.selection.only(2)
  await browse.show({}, 'most-suspicious')
  expect(browse.targets()).toEqual([10])
  browse.selection.only(2)
  await browse.show({}, 'most-suspicious')
  expect(browse.targets()).toEqual([30])
})

test('another filter keeps the focused image, and it alone', async () => {
  const { browse, fetchView } = await setUp(10, 20, 30)
  browse.selection.only(1)
  browse.selection.extend(2)
  fetchView.mockResolvedValue(viewOf(30, 40))
  await browse.show({ splits: ['test'] })
  expect(browse.targets()).toEqual([30])
})

test("shows the person's photos with the new one focused", async () => {
  const { browse, fetchView } = await setUp(10, 20)
  fetchView.mockResolvedValue(viewOf(52, 51, 50))
  await browse.showPhotos([image(51)])
  expect(browse.focusedId).toBe(51)
  expect(fetchView).toHaveBeenLastCalledWith({
    filter: { ...NO_FILTER, sources: ['photo'] },
    sort: 'newest',
    seed: 0,
  })
})

test('shows an image among all of its split, focused', async () => {
  const { browse, fetchView } = await setUp(10, 20)
  await browse.show({ corrected: true, text: 'x' })
  fetchView.mockResolvedValue(viewOf(5, 6, 7))
  await browse.showImage(image(7), 'test')
  expect(browse.focusedId).toBe(7)
  expect(fetchView).toHaveBeenLastCalledWith({
    filter: { ...NO_FILTER, splits: ['test'] },
    sort: 'newest',
    seed: 0,
  })
})

test('clearing the filters clears each', async () => {
  const { browse } = await setUp(1)
  await browse.show({ corrected: true, text: 'x', splits: ['test'] })
  await browse.showAll()
  expect(browse.view.filter).toEqual(NO_FILTER)
})

test('a saved view is shown without anything of the one before, from its first image', async () => {
  const { browse } = await setUp(10, 20)
  await browse.show({ flagged: true })
  browse.selection.only(1)
  await browse.showView({ filter: { ...NO_FILTER, splits: ['test'] }, sort: 'least-sure', seed: 0 })
  expect(browse.view.filter).toEqual({ ...NO_FILTER, splits: ['test'] })
  expect(browse.targets()).toEqual([10])
})

test('shuffles into another order of the same images, from its first', async () => {
  const { browse } = await setUp(10, 20)
  await browse.show({ splits: ['test'] })
  await browse.shuffle()
  const { seed } = browse.view.spec
  browse.selection.only(1)
  await browse.shuffle()
  expect(browse.view.spec).toMatchObject({ filter: { splits: ['test'] }, sort: 'random' })
  expect(browse.view.spec.seed).not.toBe(seed)
  expect(browse.targets()).toEqual([10])
  await browse.show({}, 'newest')
  expect(browse.view.spec.seed).toBe(0)
})

test('classes that are gone are taken out of the filter', async () => {
  const { browse } = await setUp(1)
  await browse.show({ classes: [classId(1), classId(2)], predicted: [classId(2)] })
  await browse.keepClasses((id) => id === classId(1))
  expect(browse.view.filter).toMatchObject({ classes: [1], predicted: [] })
})

test('shows what fits without one part', async () => {
  const { browse } = await setUp(1)
  await browse.show({ unlabelled: true, splits: ['test'] })
  await browse.showWithout('classes')
  expect(browse.view.filter).toEqual({ ...NO_FILTER, splits: ['test'] })
})

test('a list that is taken away takes its order with it, and the focused image stays', async () => {
  const { browse, fetchView } = await setUp(30, 10, 20)
  const listed = { filter: { ...NO_FILTER, set: 5 as SetId }, sort: 'as-listed' as const, seed: 0 }
  await browse.showView(listed)
  browse.selection.only(1)
  fetchView.mockResolvedValue(viewOf(40, 30, 20, 10))
  await browse.showWithout('set')
  expect(browse.view.sort).toBe('newest')
  expect(browse.focusedId).toBe(10)
  await browse.showView(listed)
  await browse.showImage(image(20), 'train')
  expect(browse.view.sort).toBe('newest')
})

test('nothing is zoomed where there is nothing', async () => {
  const { browse } = await setUp()
  browse.zoomed = true
  expect(browse.zoomed).toBe(false)
})
