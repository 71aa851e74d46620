// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { ImageId } from '../../../../shared/domain.ts'
import { fakeApi, held } from '../../lib/testing/fake-api.ts'
import { classId, image, row } from '../../lib/testing/samples.ts'
import { Rows } from './rows.svelte.ts'

function setUp(photos: number[] = []) {
  const fetchRows = vi.fn(async ({ ids }: { ids: ImageId[] }) =>
    ids.map((id) => row(id, photos.includes(id) ? { source: 'photo' } : {})),
  )
  const fetchPixels = vi.fn(
    async ({ ids }: { ids: ImageId[] }) => new Blob(ids.map((id) => new Uint8Array(784).fill(id))),
  )
  const onError = vi.fn()
  const rows = new Rows(fakeApi({ browse: { rows: fetchRows, pixels: fetchPixels } }), onError)
  return { rows, fetchRows, fetchPixels, onError }
}

test('what is on screen is fetched in one batch, and once', async () => {
  const { rows, fetchRows, fetchPixels } = setUp()
  await rows.want([1, 2, 3].map(image))
  await rows.want([2, 3, 4].map(image))
  expect(fetchRows.mock.calls.map(([input]) => input.ids)).toEqual([[1, 2, 3], [4]])
  expect(fetchPixels.mock.calls.map(([input]) => input.ids)).toEqual([[1, 2, 3], [4]])
  expect(rows.row(image(4))?.name).toBe('train 4')
  expect(rows.pixels(image(2))?.[783]).toBe(2)
})

test('pixels are asked for dataset images only', async () => {
  const { rows, fetchPixels } = setUp([2])
  await rows.want([1, 2].map(image))
  expect(fetchPixels).toHaveBeenCalledWith({ ids: [1] })
})

test('what was scrolled past before it was asked for is left out', async () => {
  const { rows, fetchRows } = setUp()
  const all = rows.want([image(1)])
  void rows.want([image(50)])
  void rows.want([image(99)])
  await all
  expect(fetchRows.mock.calls.map(([input]) => input.ids)).toEqual([[1], [99]])
})

test('a row that has changed is shown as it was until the new one is here', async () => {
  const { rows, fetchRows } = setUp()
  await rows.want([image(1)])
  const answer = held<ReturnType<typeof row>[]>()
  fetchRows.mockImplementationOnce(() => answer.promise)
  const refreshed = rows.refresh([image(1), image(77)])
  expect(rows.row(image(1))?.label).toBe(1)
  answer.resolve([row(1, { label: classId(7) })])
  await refreshed
  expect(rows.row(image(1))?.label).toBe(7)
  expect(fetchRows).toHaveBeenCalledTimes(2)
})

test('a committed label is shown without asking', async () => {
  const { rows, fetchRows } = setUp()
  await rows.want([image(1)])
  rows.labelled([image(1), image(77)], classId(5), 'person')
  expect(rows.row(image(1))).toMatchObject({ label: 5, labelledBy: 'person' })
  expect(fetchRows).toHaveBeenCalledOnce()
})

test('a label that is committed while rows are asked for is not covered by the older answer', async () => {
  const { rows, fetchRows } = setUp()
  await rows.want([1, 2].map(image))
  const answer = held<ReturnType<typeof row>[]>()
  fetchRows.mockImplementationOnce(() => answer.promise)
  fetchRows.mockImplementationOnce(async () => [row(1, { label: classId(2), labelledBy: 'person' })])
  const refreshed = rows.refresh([1, 2].map(image))
  rows.labelled([image(1)], classId(2), 'person')
  answer.resolve([row(1, { label: classId(7) }), row(2, { label: classId(7) })])
  await refreshed
  expect([1, 2].map((id) => rows.row(image(id))?.label)).toEqual([2, 7])
  expect(fetchRows).toHaveBeenLastCalledWith({ ids: [1] })
  rows.labelled([image(2)], classId(3), 'person')
  await rows.want([1, 2].map(image))
  expect(fetchRows).toHaveBeenCalledTimes(3)
})

test('a change whose answer failed is asked for again', async () => {
  const { rows, fetchRows } = setUp()
  await rows.want([image(1)])
  fetchRows.mockRejectedValueOnce(new Error('gone'))
  await rows.refresh([image(1)])
  fetchRows.mockResolvedValueOnce([row(1, { label: classId(2) })])
  await rows.want([image(1)])
  expect(rows.row(image(1))?.label).toBe(2)
})

test('a failure is told, and the next wish is tried again', async () => {
  const { rows, fetchRows, onError } = setUp()
  fetchRows.mockRejectedValueOnce(new Error('down'))
  await rows.want([image(1)])
  expect(onError).toHaveBeenCalledOnce()
  await rows.want([image(1)])
  expect(rows.row(image(1))).toBeDefined()
})

test('an image that the library does not know is not asked for over and over', async () => {
  const { rows, fetchRows } = setUp()
  fetchRows.mockResolvedValueOnce([row(1)])
  await rows.want([1, 99].map(image))
  await rows.want([1, 99].map(image))
  expect(fetchRows).toHaveBeenCalledOnce()
  expect(rows.row(image(99))).toBeUndefined()
})

test('more than one call may ask for is asked for in several', async () => {
  const { rows, fetchRows } = setUp()
  await rows.want(Array.from({ length: 1500 }, (_, n) => image(n + 1)))
  expect(fetchRows.mock.calls.map(([{ ids }]) => ids.length)).toEqual([1000, 500])
  expect(rows.pixels(image(1500))).toBeDefined()
})

test('after a reconnection all is asked for again, and shown as it was until then', async () => {
  const { rows, fetchRows } = setUp()
  await rows.want([image(1)])
  const answer = held<ReturnType<typeof row>[]>()
  fetchRows.mockImplementationOnce(() => answer.promise)
  const refreshed = rows.refresh()
  expect(rows.row(image(1))?.label).toBe(1)
  answer.resolve([row(1, { label: classId(4) })])
  await refreshed
  expect(rows.row(image(1))?.label).toBe(4)
})
