// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { LabelAction } from '../../../../shared/contract/labels.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { HaberdashError } from '../../../../shared/errors.ts'
import { fakeApi, held, settled, type FakeApi } from '../../lib/testing/fake-api.ts'
import { classId, image, row, viewOf } from '../../lib/testing/samples.ts'
import { Browse } from '../browse/browse.svelte.ts'
import { Labelling } from './labelling.svelte.ts'
import { Seen } from './seen.ts'
import type { Target } from './target.ts'
import { Toasts } from './toasts.svelte.ts'

type Ids = { ids: ImageId[] }

const action = (ids: number[], kind: LabelAction['kind'] = 'set'): LabelAction => ({
  actionId: 1,
  kind,
  ids: ids.map(image),
  classId: null,
  removed: null,
  event: 1,
  canUndo: true,
  canRedo: false,
})

async function setUp(labels: FakeApi['labels'], autoAdvance = true, elsewhere?: () => Target | undefined) {
  const api = fakeApi({
    labels,
    browse: {
      view: async () => viewOf(10, 20, 30),
      rows: async ({ ids }: Ids) => ids.map((id) => row(id)),
      pixels: async ({ ids }: Ids) => new Blob([new Uint8Array(784 * ids.length)]),
    },
  })
  const browse = new Browse(api, vi.fn())
  await browse.refresh()
  await browse.rows.want([10, 20, 30].map(image))
  const toasts = new Toasts()
  const className = (id: number) => ['', 'Shirt', 'Coat', 'Not a garment'][id] ?? ''
  const seen = new Seen()
  const labelling = new Labelling({
    ...{ api, toasts, seen, className, target: () => elsewhere?.() ?? browse },
    ...{ notGarment: () => classId(3), autoAdvance: () => autoAdvance },
  })
  const said = () => toasts.items.map(({ text }) => text)
  return { browse, labelling, toasts, seen, said }
}

test('fast keys label one image after the other, in order, though the answers are slow', async () => {
  const answer = held<LabelAction>()
  const set = vi.fn(() => answer.promise)
  const { labelling, browse } = await setUp({ set })
  void labelling.label(classId(1))
  const second = labelling.label(classId(2))
  expect(browse.focusedId).toBe(30)
  expect(set).toHaveBeenCalledTimes(0)
  answer.resolve(action([10]))
  await second
  expect(set.mock.calls).toMatchObject([[{ ids: [10], classId: 1 }], [{ ids: [20], classId: 2 }]])
})

test('a label is shown when it is committed, not before', async () => {
  const answer = held<LabelAction>()
  const { labelling, browse } = await setUp({ set: () => answer.promise })
  const done = labelling.label(classId(2))
  await Promise.resolve()
  expect(browse.rows.row(image(10))?.label).toBe(1)
  answer.resolve(action([10]))
  await done
  expect(browse.rows.row(image(10))?.label).toBe(2)
})

test('a whole selection is one action, and says so', async () => {
  const set = vi.fn(async () => action([10, 20, 30]))
  const { labelling, browse, toasts, said } = await setUp({ set })
  browse.selection.all()
  await labelling.label(classId(1))
  expect(set).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ ids: [10, 20, 30], classId: 1 }))
  expect(said()).toEqual(['Labelled 3 images Shirt.'])
  expect(toasts.items[0]?.action?.name).toBe('Undo')
})

test('stays at the image where that is wished', async () => {
  const { labelling, browse } = await setUp({ set: async () => action([10]) }, false)
  await labelling.label(classId(1))
  expect(browse.focusedId).toBe(10)
})

test('one failure is told and the keys after it still count', async () => {
  const set = vi.fn(async () => action([20])).mockRejectedValueOnce(new Error('The disk is full.'))
  const { labelling, browse, said } = await setUp({ set })
  const changed = vi.spyOn(browse, 'changed')
  void labelling.label(classId(2))
  await labelling.label(classId(2))
  expect(changed).toHaveBeenCalledExactlyOnceWith([10])
  expect(said()).toEqual(['The disk is full.', 'Labelled 1 image Coat.'])
  expect([browse.rows.row(image(10))?.label, browse.rows.row(image(20))?.label]).toEqual([1, 2])
})

test('undo goes back to the image it is about', async () => {
  const { labelling, browse, said } = await setUp({
    set: async () => action([10]),
    undo: async () => action([10], 'undo'),
  })
  void labelling.label(classId(1))
  await labelling.undo()
  expect(browse.focusedId).toBe(10)
  expect(said()).toEqual(['Undone: the label of 1 image.'])
})

test("a message's Undo is for its own action, and what came after that is left and told", async () => {
  const conflict = new HaberdashError('label-conflict', 'Something else was labelled after this.', {
    todo: 'Undo step by step.',
  })
  const undo = vi.fn(async (_: { actionId?: number }) => action([10], 'undo')).mockRejectedValueOnce(conflict)
  const { labelling, toasts, said } = await setUp({
    set: async () => ({ ...action([10]), actionId: 7 }),
    undo,
  })
  await labelling.label(classId(1))
  toasts.items[0]?.action?.run()
  await settled()
  expect(undo).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ actionId: 7 }))
  expect(said()).toContain('Something else was labelled after this. Undo step by step.')
  await labelling.undo()
  expect(undo).toHaveBeenLastCalledWith(expect.not.objectContaining({ actionId: 7 }))
})

test.each(['undo', 'redo'] as const)(
  '%s of several leaves the first of them selected alone',
  async (kind) => {
    const { labelling, browse } = await setUp({ [kind]: async () => action([5, 30, 20], kind) })
    browse.selection.all()
    await labelling[kind]()
    expect(browse.targets()).toEqual([20])
  },
)

test('what is selected stays so where nothing of an undo is in the view', async () => {
  const { labelling, browse } = await setUp({ undo: async () => action([5], 'undo') })
  browse.selection.all()
  await labelling.undo()
  expect(browse.targets()).toEqual([10, 20, 30])
})

test("Enter gives the focused image the model's class", async () => {
  const set = vi.fn(async () => action([10]))
  const { labelling, browse, said } = await setUp({ set })
  await labelling.accept()
  expect(set).toHaveBeenCalledWith(expect.objectContaining({ ids: [10], classId: 1, by: 'model' }))
  expect(browse.rows.row(image(10))?.labelledBy).toBe('model')
  browse.selection.all()
  await labelling.accept()
  expect(set).toHaveBeenCalledOnce()
  expect(said()[0]).toMatch(/one image at a time/)
})

test('without a prediction there is nothing to accept', async () => {
  const { labelling, browse, said } = await setUp({})
  vi.spyOn(browse, 'focusedRow', 'get').mockReturnValue(row(10, { prediction: null }))
  await labelling.accept()
  expect(said()).toEqual(['This image has no prediction yet.'])
})

test('what is no garment gets a label of its own, and a key that takes one away gives none', async () => {
  const set = vi.fn(async (_: object) => action([10]))
  const { labelling, browse, said } = await setUp({ set }, false)
  await labelling.notGarment()
  expect(set).toHaveBeenLastCalledWith(expect.objectContaining({ ids: [10], classId: 3 }))
  expect(said()).toEqual(['Labelled 1 image Not a garment.'])
  await labelling.clear()
  expect(browse.rows.row(image(10))).toMatchObject({ label: null, labelledBy: null })
  await labelling.clear()
  expect(set).toHaveBeenCalledTimes(2)
  expect(said()).toEqual(['This image has no label.'])
})

test('keeping a label makes it the person’s own', async () => {
  const set = vi.fn(async () => action([10]))
  const { labelling, browse } = await setUp({ set }, false)
  await labelling.keep()
  expect(set).toHaveBeenCalledWith(expect.objectContaining({ ids: [10], classId: 1 }))
  expect(browse.rows.row(image(10))?.labelledBy).toBe('person')
})

test('what is read off the focused image is written to no other one', async () => {
  const set = vi.fn(async () => action([10]))
  const { labelling, browse, said } = await setUp({ set }, false)
  browse.selection.all()
  await labelling.keep()
  expect(said()).toEqual([expect.stringMatching(/^K keeps the label of one image at a time/)])
  browse.selection.only(0)
  browse.selection.toggle(1)
  browse.selection.toggle(1)
  expect([browse.targets(), browse.focusedId]).toEqual([[10], 20])
  await labelling.keep()
  await labelling.accept()
  expect(set).not.toHaveBeenCalled()
})

test('undoing once too often is no problem to be read and closed', async () => {
  const undo = () =>
    Promise.reject(new HaberdashError('nothing-to-undo', 'There is no label change to undo.'))
  const { labelling, toasts } = await setUp({ undo })
  await labelling.undo()
  expect(toasts.items).toMatchObject([{ kind: 'done', text: 'There is no label change to undo.' }])
})

test('a flag is set on all that are meant, and what that changed is taken back alone', async () => {
  const flag = vi.fn(async ({ ids }: { ids: ImageId[] }) => ({ ids: ids.slice(1) }))
  const { labelling, browse, toasts, said } = await setUp({ flag } as FakeApi['labels'])
  browse.selection.all()
  await labelling.flag()
  expect(flag).toHaveBeenCalledExactlyOnceWith({ ids: [10, 20, 30], on: true })
  expect(said()).toEqual(['Flagged 2 images.'])
  toasts.items[0]?.action?.run()
  await settled()
  expect(flag).toHaveBeenLastCalledWith({ ids: [20, 30], on: false })
})

const changed = (ids: number[], event: number, window: string | null = 'another') => ({
  ...{ type: 'labels-changed' as const, ids: ids.map(image), event, window },
})
const overtaken = async () => [
  { id: image(10), from: classId(1), to: classId(2), at: '2026-01-01T00:00:00Z' },
]

test('what another window has labelled just now is shown and not overwritten, until the person says so', async () => {
  const set = vi.fn(async (_: object) => action([10]))
  const { labelling, browse, toasts, seen, said } = await setUp({ set, overtaken })
  seen.told(changed([10], 5))
  await labelling.label(classId(1))
  expect(set).not.toHaveBeenCalled()
  expect(said()).toEqual([
    'This image became Coat in another window just now (it was Shirt), so it was left.',
  ])
  expect(browse.focusedId).toBe(10)
  toasts.items[0]?.action?.run()
  await settled()
  expect(set).toHaveBeenCalledExactlyOnceWith({ ids: [10], classId: 1, window: seen.window })
})

test('what this window was not even told of is refused by the server, and shown', async () => {
  const set = vi.fn(async (_: object) => action([10]))
  set.mockRejectedValueOnce(new HaberdashError('label-conflict', 'Labelled elsewhere.'))
  const { labelling, seen, said } = await setUp({ set, overtaken })
  seen.all(4)
  await labelling.label(classId(1))
  expect(set).toHaveBeenCalledWith(expect.objectContaining({ seen: 4 }))
  expect(said()[0]).toMatch(/became Coat in another window/)
})

test('a change that has been on screen for a while, and one of this window, are no conflict', async () => {
  const set = vi.fn(async () => action([10]))
  const { labelling, seen } = await setUp({ set })
  seen.told(changed([10], 5), performance.now() - 10_000)
  seen.told(changed([10], 6, seen.window))
  await labelling.label(classId(1))
  expect(set).toHaveBeenCalledWith(expect.objectContaining({ seen: 6 }))
})

test('a change that was told of while a label waited for its turn is not overwritten', async () => {
  const first = held<LabelAction>()
  const set = vi.fn((_: object) => first.promise)
  const { labelling, seen, said } = await setUp({ set, overtaken }, false)
  void labelling.label(classId(1), [image(30)])
  const second = labelling.label(classId(1))
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5000)
  seen.told(changed([10], 5))
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5000)
  seen.told(changed([20], 6))
  first.resolve(action([30]))
  await second
  vi.restoreAllMocks()
  expect(set).toHaveBeenCalledOnce()
  expect(said().at(-1)).toMatch(/became Coat in another window/)
})

test('a change that turns out to be no other label, as a photo that was imported again, stops nothing', async () => {
  const set = vi.fn(async (_: object) => action([10]))
  const { labelling, seen, said } = await setUp({ set, overtaken: async () => [] })
  seen.told(changed([10], 5, null))
  await labelling.label(classId(1))
  expect(set).toHaveBeenCalledOnce()
  expect(said()).toEqual(['Labelled 1 image Shirt.'])
})

test("what another process labelled before this window's last label is asked about from before it", () => {
  const seen = new Seen()
  seen.all(4)
  seen.own(6, [image(20)])
  seen.told(changed([10], 5, null), 0)
  expect(seen.unnoticed([image(10)], 1)).toBe(4)
})

test("this window's own label ends the doubt about an image", () => {
  const seen = new Seen()
  seen.told(changed([10], 5), 0)
  seen.own(6, [image(10)])
  expect(seen.unnoticed([image(10)], 1)).toBeNull()
})

test('the view that a label was given in shows it, though another one is shown by then', async () => {
  const answer = held<LabelAction>()
  const shown: Target[] = []
  const { labelling, browse } = await setUp({ set: () => answer.promise }, false, () => shown[0])
  const done = labelling.label(classId(2))
  shown.push({
    ...{ focusedRow: undefined, targets: () => [], advance() {} },
    ...{ reveal() {}, labelled() {}, changed() {} },
  })
  await settled()
  expect(labelling.shownBy).toBe(browse)
  answer.resolve(action([10]))
  await done
  expect(browse.rows.row(image(10))?.label).toBe(2)
})

test('what was labelled while the connection was lost is not overwritten at the moment it is back', () => {
  const seen = new Seen()
  seen.all(4, 0)
  expect(seen.unnoticed([image(10)], 1)).toBeNull()
  seen.all(9, 5000)
  seen.own(10, [image(20)])
  expect(seen.unnoticed([image(20)], 5100)).toBeNull()
  expect(seen.unnoticed([image(10), image(20)], 5100)).toBe(4)
  expect(seen.unnoticed([image(10)], 9000)).toBeNull()
})

test('a change of very many images elsewhere is no trouble', () => {
  const seen = new Seen()
  const ids = Array.from({ length: 300_000 }, (_, i) => i + 1)
  seen.told(changed(ids, 300_000), 0)
  expect(seen.unnoticed(ids.map(image), 1)).toBe(0)
})
