// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { ClassInfo } from '../../../../shared/contract/library.ts'
import type { ClassId } from '../../../../shared/domain.ts'
import { HaberdashError } from '../../../../shared/errors.ts'
import { fakeApi, type FakeApi } from '../../lib/testing/fake-api.ts'
import { classId, image } from '../../lib/testing/samples.ts'
import { ClassList } from './class-list.svelte.ts'

const info = (id: number, name: string): ClassInfo => ({
  ...{ id: classId(id), name, key: String(id), color: id, images: 3, given: false },
})
const CLASSES = [info(1, 'Hat'), info(2, 'Dress'), info(3, 'Shoe')] as const

function setUp(classes: FakeApi['classes']) {
  const undo = vi.fn(async () => {})
  const reload = vi.fn(async () => {})
  return {
    list: new ClassList({ api: fakeApi({ classes }), classes: () => CLASSES, reload, undo }),
    undo,
    reload,
  }
}

const removed = {
  ...{ actionId: 7, kind: 'set' as const, ids: [1, 2].map(image), classId: classId(2) },
  ...{ removed: { id: classId(1), name: 'Hat' }, event: 1, canUndo: true, canRedo: false },
}

test('what was refused is said beside its field until it is written anew, and nothing else is', async () => {
  const refused = new HaberdashError('setting-invalid', 'There is a class Dress already.', {
    todo: 'Choose.',
  })
  const { list, reload } = setUp({ rename: () => Promise.reject(refused) })
  expect(await list.rename(CLASSES[0], 'dress')).toBe(false)
  expect(list.problem(`name ${CLASSES[0].id}`)).toBe('There is a class Dress already. Choose.')
  expect(list.problem(`name ${CLASSES[1].id}`)).toBeNull()
  expect(reload).not.toHaveBeenCalled()
  list.forget(`name ${CLASSES[0].id}`)
  expect(list.problem(`name ${CLASSES[0].id}`)).toBeNull()
})

test('a name or key that is as it was is not sent', async () => {
  const { list } = setUp({})
  expect(await list.rename(CLASSES[0], 'Hat')).toBe(true)
  expect(await list.setKey(CLASSES[0], '1')).toBe(true)
})

test('a class moves within the list, and is said where it is', async () => {
  const reorder = vi.fn(async (_: { ids: ClassId[] }) => [])
  const { list } = setUp({ reorder })
  await list.move(CLASSES[0], 2)
  await list.move(CLASSES[2], 1)
  expect(reorder.mock.calls.map(([{ ids }]) => ids)).toEqual([[2, 3, 1]])
  expect(list.said).toBe('Hat: place 3 of 3.')
})

test('a class goes where it is said to, and that can be undone until something else is changed', async () => {
  const merge = vi.fn(async () => removed)
  const { list, undo } = setUp({ merge, remove: async () => removed, recolour: async () => CLASSES[1] })
  list.ask(CLASSES[0])
  expect(await list.remove(classId(2))).toBe(true)
  expect(merge).toHaveBeenCalledWith({ id: 1, into: 2 })
  expect(list.leaving).toBeNull()
  expect(list.said).toBe('Hat is merged into Dress, with 2 images.')
  await list.undo()
  expect(undo).toHaveBeenCalledExactlyOnceWith({ actionId: 7 })
  list.ask(CLASSES[0])
  await list.remove(null)
  expect(list.said).toBe('Hat is deleted; 2 images lost the label.')
  expect(list.canUndo).toBe(true)
  await list.recolour(CLASSES[1], 4)
  expect(list.canUndo).toBe(false)
})
