// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { LabelAction } from '../../../../shared/contract/labels.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { HaberdashError } from '../../../../shared/errors.ts'
import { held, settled, type FakeApi } from '../../lib/testing/fake-api.ts'
import { classId, image, row } from '../../lib/testing/samples.ts'
import { action, setUp } from './testing.ts'

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
