// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { SetId } from '../../../../shared/contract/sets.ts'
import { fakeApi, settled } from '../../lib/testing/fake-api.ts'
import { Browse } from '../browse/browse.svelte.ts'
import { Sets } from './sets.svelte.ts'

function setUp() {
  const view = vi.fn(async (_: unknown) => new Blob([Uint32Array.of(9, 4)]))
  const keep = vi.fn(async (_: { name: string; ids: Blob }) => ({ id: 3 as SetId, name: 'Lasso', images: 2 }))
  const get = vi.fn(async (_: { id: SetId }) => null)
  const api = fakeApi({ browse: { view }, sets: { keep, get } })
  const browse = new Browse(api, () => {})
  const [goToBrowse, onError] = [vi.fn(), vi.fn()]
  return {
    sets: new Sets({ api, browse, goToBrowse, onError }),
    browse,
    view,
    keep,
    get,
    goToBrowse,
    onError,
  }
}

test('shows a list in Browse, in its order, and nothing else of the filter that was there', async () => {
  const { sets, browse, keep, goToBrowse } = setUp()
  await browse.show({ flagged: true })
  await sets.show('Lasso', [9, 4])
  expect(goToBrowse).toHaveBeenCalled()
  expect(new Uint32Array(await keep.mock.calls[0]![0].ids.arrayBuffer())).toEqual(Uint32Array.of(9, 4))
  expect(browse.view.spec).toMatchObject({ filter: { set: 3 }, sort: 'as-listed' })
  expect(browse.view.filter.flagged).toBeUndefined()
  expect(sets.name(3 as SetId)).toBe('Lasso')
})

test('asks once what a list is called that it did not make, and says where it is gone', async () => {
  const { sets, get } = setUp()
  expect(sets.name(8 as SetId)).toBeUndefined()
  expect(sets.name(8 as SetId)).toBeUndefined()
  await settled()
  expect(sets.name(8 as SetId)).toBe('a list that is gone')
  expect(get).toHaveBeenCalledTimes(1)
})

test('stays where it is where the list could not be kept', async () => {
  const { sets, keep, goToBrowse, onError } = setUp()
  keep.mockRejectedValueOnce(new Error('full'))
  await sets.show('Lasso', [1])
  expect(goToBrowse).not.toHaveBeenCalled()
  expect(onError).toHaveBeenCalled()
})
