// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { ViewSpec } from '../../../../shared/contract/browse.ts'
import type { SavedView, ViewId } from '../../../../shared/contract/views.ts'
import { fakeApi, settled } from '../../lib/testing/fake-api.ts'
import { viewOf } from '../../lib/testing/samples.ts'
import { Browse } from '../browse/browse.svelte.ts'
import { NO_FILTER } from '../browse/view.svelte.ts'
import { Toasts } from '../labels/toasts.svelte.ts'
import { Views } from './views.svelte.ts'

const flagged: ViewSpec = { filter: { ...NO_FILTER, flagged: true }, sort: 'smallest-margin', seed: 0 }

/** The list as main keeps it. */
async function setUp() {
  let kept: SavedView[] = []
  let ids = 0
  const views = {
    list: vi.fn(async () => kept),
    save: vi.fn(async ({ name, ...spec }: ViewSpec & { name: string }) => {
      const saved = { ...spec, name, id: ++ids as ViewId, images: 3 }
      kept = [...kept.filter((view) => view.name !== name), saved]
      return saved
    }),
    rename: vi.fn(async ({ id, name }: { id: ViewId; name: string }) => {
      if (name === 'taken') throw new Error('There is a view called taken already.')
      kept = kept.map((view) => (view.id === id ? { ...view, name } : view))
      return kept.find((view) => view.id === id)!
    }),
    remove: vi.fn(async ({ id }: { id: ViewId }) => {
      kept = kept.filter((view) => view.id !== id)
      return { removed: id }
    }),
  }
  const api = fakeApi({ views, browse: { view: async () => viewOf(1), rows: async () => [] } })
  const browse = new Browse(api, vi.fn())
  const toasts = new Toasts()
  const goToBrowse = vi.fn()
  await browse.showView(flagged)
  return { state: new Views({ api, browse, toasts, goToBrowse }), views, browse, toasts, goToBrowse }
}

test('what is shown has its name while it is the same', async () => {
  const { state, browse } = await setUp()
  expect(await state.save('To look at')).toBe(true)
  expect(state.shown?.name).toBe('To look at')
  await browse.show({ splits: ['test'] })
  expect(state.shown).toBeUndefined()
  await browse.show({ splits: [] })
  expect(state.shown?.name).toBe('To look at')
})

test('a saved view is shown as it was saved, wherever the window is', async () => {
  const { state, browse, goToBrowse } = await setUp()
  await state.save('To look at')
  await browse.showView({ filter: { ...NO_FILTER, splits: ['test'] }, sort: 'newest', seed: 0 })
  state.setOpen(true)
  state.show(state.list[0]!)
  expect(browse.view.spec).toEqual(flagged)
  expect([state.open, goToBrowse.mock.calls.length]).toEqual([false, 1])
})

test('a deleted view can be had again', async () => {
  const { state, toasts } = await setUp()
  await state.save('To look at')
  await state.remove(state.list[0]!)
  expect([state.list, toasts.items[0]?.text]).toEqual([[], 'The view To look at is deleted.'])
  toasts.items[0]!.action!.run()
  await vi.waitFor(() => expect(state.shown?.name).toBe('To look at'))
})

test('says why a view can’t have a name, until something else is done', async () => {
  const { state } = await setUp()
  state.setOpen(true)
  await state.save('To look at')
  expect(await state.rename(state.list[0]!.id, 'taken')).toBe(false)
  expect(state.problem).toBe('There is a view called taken already.')
  expect(await state.rename(state.list[0]!.id, 'Flagged')).toBe(true)
  expect([state.problem, state.list[0]!.name]).toEqual([null, 'Flagged'])
})

test('knows whose place a name would take', async () => {
  const { state } = await setUp()
  await state.save('To look at')
  expect(state.named(' To look at ')?.id).toBe(1)
  expect(state.named('To look')).toBeUndefined()
})

test('is counted anew when it is opened, and while it is open', async () => {
  const { state, views } = await setUp()
  state.countsChanged()
  await settled()
  expect(views.list).not.toHaveBeenCalled()
  state.setOpen(true)
  await settled()
  state.countsChanged()
  await settled()
  expect(views.list).toHaveBeenCalledTimes(2)
})
