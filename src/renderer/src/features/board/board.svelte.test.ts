// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { Filter, ImageRow, ViewSpec } from '../../../../shared/contract/browse.ts'
import type { LibraryInfo } from '../../../../shared/contract/library.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { fakeApi, held } from '../../lib/testing/fake-api.ts'
import { classId, image, row, viewOf } from '../../lib/testing/samples.ts'
import { NO_FILTER } from '../browse/view.svelte.ts'
import { Board } from './board.svelte.ts'

const [SHIRT, COAT, NONE] = [1, 2, 9].map(classId)

const info = (id: number) => ({
  ...{ id: classId(id), name: `class ${id}`, key: null, color: 0, images: 0, given: true },
})
const INFO = {
  classes: [info(1), info(2)],
  notGarment: { id: NONE, name: 'Not a garment', images: 0 },
} as unknown as LibraryInfo

/** A library of images by their label; 0: they have none. */
async function setUp(labels: Record<number, number[]>, browsed: Filter = NO_FILTER) {
  const labelled = new Map(
    Object.entries(labels).flatMap(([label, ids]) => ids.map((id) => [image(id), Number(label)])),
  )
  const fetchView = vi.fn(async ({ filter }: ViewSpec) => {
    const asked = filter.unlabelled ? 0 : filter.classes[0]
    return viewOf(...[...labelled].filter(([, label]) => label === asked).map(([id]) => id))
  })
  const rows = vi.fn(async ({ ids }: { ids: ImageId[] }): Promise<ImageRow[]> =>
    ids.map((id) => row(id, { label: labelled.get(id) ? classId(labelled.get(id)!) : null })),
  )
  const pixels = async ({ ids }: { ids: ImageId[] }) => new Blob([new Uint8Array(784 * ids.length)])
  const onError = vi.fn()
  const board = new Board({
    ...{ api: fakeApi({ browse: { view: fetchView, rows, pixels } }), onError },
    ...{ info: () => INFO, browsed: () => browsed },
  })
  await board.open()
  /** The columns as they are shown. */
  const shown = () => board.columns.map(({ id, ids }) => [id, ...ids])
  /** Somebody has labelled these, here or elsewhere. */
  const set = (label: number, ...ids: number[]) => ids.forEach((id) => labelled.set(image(id), label))
  return { board, fetchView, rows, onError, shown, set }
}

const SOME = { 1: [10, 11, 12, 13], 2: [20, 21] }

test('a column for each class, and for those without one where there is any', async () => {
  expect((await setUp(SOME)).shown()).toEqual([
    [1, 10, 11, 12, 13],
    [2, 20, 21],
  ])
  const all = await setUp({ 0: [5], 1: [10], 9: [90] })
  expect(all.shown()).toEqual([[null, 5], [1, 10], [2], [9, 90]])
  expect(all.board.images).toBe(3)
})

test('what Browse shows, without its classes, or what the board is asked for', async () => {
  const browsed: Filter = { ...NO_FILTER, classes: [SHIRT!], unlabelled: true, splits: ['test'] }
  const { board, fetchView } = await setUp(SOME, browsed)
  const asked = () => fetchView.mock.lastCall?.[0]
  expect(asked()).toMatchObject({ filter: { classes: [9], unlabelled: false, splits: ['test'] } })
  await board.showScope('photos')
  expect(asked()?.filter).toMatchObject({ splits: [], sources: ['photo'] })
  await board.showSort('random')
  expect(asked()).toMatchObject({ sort: 'random', filter: { sources: ['photo'] } })
})

test('opened again it is as it was left, unless Browse shows something else', async () => {
  const browsed: Filter = { ...NO_FILTER }
  const { board, fetchView } = await setUp(SOME, browsed)
  fetchView.mockClear()
  await board.open()
  expect(fetchView).not.toHaveBeenCalled()
  browsed.splits = ['train']
  await board.open()
  expect(fetchView).toHaveBeenCalledTimes(4)
})

test('what was labelled moves to its column, and the focus goes on in the one it was in', async () => {
  const { board, shown } = await setUp(SOME)
  const [shirts] = board.columns
  board.focus.pick(shirts!, 0, 'only')
  board.focus.pick(shirts!, 1, 'extend')
  board.labelled([10, 11].map(image), COAT!, 'person')
  expect(shown()).toEqual([
    [1, 12, 13],
    [2, 10, 11, 20, 21],
  ])
  expect([board.focus.column?.id, board.targets()]).toEqual([SHIRT, [12]])
})

test('fast keys label one image after the other, though the answers are slow', async () => {
  const { board } = await setUp(SOME)
  const meant = [0, 0].map(() => {
    const ids = board.targets()
    board.advance()
    return ids
  })
  expect(meant).toEqual([[10], [11]])
  board.labelled(meant[0]!, COAT!, 'person')
  board.labelled(meant[1]!, COAT!, 'person')
  expect(board.targets()).toEqual([12])
})

test('an undo brings them back to where they were, with the focus', async () => {
  const { board, shown } = await setUp(SOME)
  board.labelled([11, 13].map(image), COAT!, 'person')
  board.reveal([11, 13].map(image))
  await board.changed([11, 13].map(image))
  expect(shown()).toEqual([
    [1, 10, 11, 12, 13],
    [2, 20, 21],
  ])
  expect([board.focus.column?.id, board.targets()]).toEqual([SHIRT, [11]])
})

test('what another window labelled moves too, and the rest stays as it was', async () => {
  const { board, shown, set, rows } = await setUp(SOME)
  board.focus.pick(board.columns[1]!, 1, 'only')
  set(9, 12)
  set(2, 77)
  await board.changed([12, 77].map(image))
  expect(shown()).toEqual([
    [1, 10, 11, 13],
    [2, 20, 21],
    [9, 12],
  ])
  expect(rows).toHaveBeenCalledWith({ ids: [12] })
  expect(board.targets()).toEqual([21])
})

test('a label that is committed while labels are asked for is not taken back by the older answer', async () => {
  const { board, rows, shown, set } = await setUp(SOME)
  set(2, 10, 11)
  const answer = held<ImageRow[]>()
  rows.mockImplementationOnce(() => answer.promise)
  const changed = board.changed([10, 11].map(image))
  board.labelled([image(11)], NONE!, 'person')
  set(9, 11)
  answer.resolve([row(10, { label: COAT! }), row(11, { label: COAT! })])
  await changed
  expect(shown()).toEqual([
    [1, 12, 13],
    [2, 10, 20, 21],
    [9, 11],
  ])
})

test('a column that is emptied stays until the board is sorted again', async () => {
  const { board, shown, set } = await setUp({ 0: [5], 1: [10] })
  set(1, 5)
  board.labelled([image(5)], SHIRT!, 'person')
  expect(shown()).toEqual([[null], [1, 5, 10], [2]])
  await board.reload()
  expect(shown()).toEqual([[1, 5, 10], [2]])
})

test('new predictions leave the order as it is, and say so', async () => {
  const { board, fetchView } = await setUp(SOME)
  fetchView.mockClear()
  board.predictionsChanged([image(10)])
  expect([board.stale, fetchView.mock.calls.length]).toEqual([true, 0])
  await board.reload()
  expect(board.stale).toBe(false)
  await board.showSort('newest')
  board.predictionsChanged()
  expect(board.stale).toBe(false)
  board.imagesAdded()
  expect(board.stale).toBe(true)
})

test('a label that comes while it loads is not lost', async () => {
  const { board, fetchView, set, shown } = await setUp(SOME)
  const answer = held<Blob>()
  fetchView.mockImplementationOnce(() => answer.promise)
  const reloaded = board.reload()
  set(2, 10)
  board.labelled([image(10)], COAT!, 'person')
  answer.resolve(viewOf())
  await reloaded
  expect(shown()).toEqual([
    [1, 11, 12, 13],
    [2, 10, 20, 21],
  ])
})

test('a drag takes the selection, or makes what it begins on the selection', async () => {
  const { board } = await setUp(SOME)
  const [shirts, coats] = board.columns
  board.focus.pick(coats!, 0, 'toggle')
  expect(board.grab(shirts!, 0)).toEqual([10, 20])
  expect(board.home).toBeNull()
  expect(board.grab(shirts!, 2)).toEqual([12])
  expect(board.home).toBe(shirts)
})

test('before it was ever shown, nothing is asked for', async () => {
  const board = new Board({
    ...{ api: fakeApi({}), info: () => INFO, browsed: () => NO_FILTER },
    onError: (error) => expect.unreachable(String(error)),
  })
  await board.changed([image(1)])
  await board.reload()
  board.predictionsChanged()
  board.imagesAdded()
  expect([board.loaded, board.stale, board.problem]).toEqual([false, false, null])
})

test('what can not be loaded is told, and what is shown stays', async () => {
  const { board, fetchView, onError, shown } = await setUp(SOME)
  const problem = new Error('The disk is gone.')
  fetchView.mockRejectedValueOnce(problem)
  await board.showScope('all')
  expect(onError).toHaveBeenCalledExactlyOnceWith(problem)
  expect(shown()[1]).toEqual([2, 20, 21])
})

test('what could not be loaded at first can be tried again', async () => {
  const view = vi.fn(async () => viewOf(1)).mockRejectedValueOnce(new Error('The disk is gone.'))
  const board = new Board({
    ...{ api: fakeApi({ browse: { view } }), info: () => INFO },
    ...{ browsed: () => NO_FILTER, onError: vi.fn() },
  })
  await board.open()
  expect([board.loaded, board.problem]).toEqual([false, 'The disk is gone.'])
  await board.reload()
  expect([board.loaded, board.problem]).toEqual([true, null])
})
