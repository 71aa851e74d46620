// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import { fakeApi, held, settled } from '../../lib/testing/fake-api.ts'
import { classId, image, viewOf } from '../../lib/testing/samples.ts'
import { NO_FILTER, restrictions, View } from './view.svelte.ts'

function setUp() {
  const fetchView = vi.fn(async () => viewOf(3, 1, 2))
  const view = new View(fakeApi({ browse: { view: fetchView } }), (replace) => replace())
  return { view, fetchView }
}

test('holds the ids in their order', async () => {
  const { view } = setUp()
  expect(view.loaded).toBe(false)
  await view.reload()
  expect([view.loaded, view.length, view.at(0), view.at(9)]).toEqual([true, 3, 3, undefined])
  expect(view.slice(1, 3)).toEqual([1, 2])
  expect(view.places([image(2), image(3)])).toEqual([0, 2])
})

test('an answer to an earlier question is not shown', async () => {
  const { view, fetchView } = setUp()
  const early = held<Blob>()
  fetchView.mockImplementationOnce(() => early.promise)
  const first = view.show({ ...NO_FILTER, splits: ['test'] })
  void view.show({ ...NO_FILTER, splits: ['train'] })
  early.resolve(viewOf(9, 9, 9, 9))
  await settled()
  await first
  expect(view.slice(0, 9)).toEqual([3, 1, 2])
})

test('what is shown stays when a question fails', async () => {
  const { view, fetchView } = setUp()
  await view.reload()
  fetchView.mockRejectedValueOnce(new Error('The library is busy.'))
  await view.reload()
  expect([view.length, view.problem]).toEqual([3, 'The library is busy.'])
  await view.reload()
  expect(view.problem).toBeNull()
})

test('new labels make it stale only where it asks for labels', async () => {
  const { view } = setUp()
  await view.show({ ...NO_FILTER, splits: ['test'] })
  view.labelsChanged()
  expect(view.stale).toBe(false)
  await view.show({ ...NO_FILTER, classes: [classId(1)] })
  view.labelsChanged()
  expect(view.stale).toBe(true)
  await view.reload()
  expect(view.stale).toBe(false)
})

test('new predictions make it stale where it asks for them, and new labels where its order goes by them', async () => {
  const { view } = setUp()
  await view.show(NO_FILTER, 'newest')
  view.predictionsChanged()
  expect(view.stale).toBe(false)
  await view.show({ ...NO_FILTER, disagrees: true })
  view.predictionsChanged()
  expect(view.stale).toBe(true)
  await view.show(NO_FILTER, 'smallest-margin')
  view.labelsChanged()
  expect(view.stale).toBe(false)
  view.predictionsChanged()
  expect(view.stale).toBe(true)
  await view.show(NO_FILTER, 'most-suspicious')
  view.labelsChanged()
  expect(view.stale).toBe(true)
})

test('new flags make it stale where it asks for them', async () => {
  const { view } = setUp()
  await view.show({ ...NO_FILTER, corrected: true })
  view.flagsChanged()
  expect(view.stale).toBe(false)
  await view.show({ ...NO_FILTER, flagged: false })
  view.flagsChanged()
  expect(view.stale).toBe(true)
})

test('begins with the view it is given', async () => {
  const first = { filter: { ...NO_FILTER, flagged: true }, sort: 'random' as const, seed: 7 }
  const fetchView = vi.fn(async () => viewOf(1))
  await new View(fakeApi({ browse: { view: fetchView } }), (replace) => replace(), first).reload()
  expect(fetchView).toHaveBeenCalledWith(first)
})

test('counts what restricts', () => {
  expect(restrictions(NO_FILTER)).toBe(0)
  expect(restrictions({ ...NO_FILTER, unlabelled: true, text: 'shirt', corrected: false })).toBe(3)
})
