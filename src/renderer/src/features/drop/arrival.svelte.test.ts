// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import { fakeApi, held } from '../../lib/testing/fake-api.ts'
import { image, viewOf } from '../../lib/testing/samples.ts'
import { Browse } from '../browse/browse.svelte.ts'
import { Arrival } from './arrival.svelte.ts'

/** A drop has begun, and its photos 51 and 52 are in. */
async function setUp() {
  const view = vi.fn(async () => viewOf(50))
  const browse = new Browse(fakeApi({ browse: { view, rows: async () => [] } }), vi.fn())
  await browse.refresh()
  const goToBrowse = vi.fn()
  const arrival = new Arrival(browse, goToBrowse)
  await arrival.start()
  view.mockResolvedValue(viewOf(52, 51, 50))
  return { arrival, browse, goToBrowse, view }
}

test('the photo that came last is selected where nothing was done since the drop', async () => {
  const { arrival, browse, goToBrowse } = await setUp()
  expect(browse.view.filter.sources).toEqual(['photo'])
  expect(await arrival.end(image(52))).toBe(true)
  expect(browse.targets()).toEqual([52])
  expect(goToBrowse).toHaveBeenCalledOnce()
})

test('nothing moves where something was done since', async () => {
  const { arrival, browse, goToBrowse } = await setUp()
  arrival.acted()
  expect(await arrival.end(image(52))).toBe(false)
  expect(browse.targets()).toEqual([50])
  expect(goToBrowse).toHaveBeenCalledOnce()
})

test('nothing moves where something is done while the last photo is looked up', async () => {
  const { arrival, browse, view } = await setUp()
  const answer = held<Blob>()
  view.mockReturnValue(answer.promise)
  const shown = arrival.end(image(52))
  arrival.acted()
  answer.resolve(viewOf(52, 51, 50))
  expect(await shown).toBe(false)
  expect(browse.targets()).toEqual([50])
})

test('nothing moves in another view than the one the drop set up', async () => {
  const { arrival, browse } = await setUp()
  await browse.show({ splits: ['train'] })
  expect(await arrival.end(image(51))).toBe(false)
  expect(browse.view.filter.splits).toEqual(['train'])
})
