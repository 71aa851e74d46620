// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ImageDetail } from '../../../../shared/contract/browse.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { fakeApi, held } from '../../lib/testing/fake-api.ts'
import { image, row } from '../../lib/testing/samples.ts'
import { Detail } from './detail.svelte.ts'

const detailOf = (id: number): ImageDetail => ({
  ...row(id),
  width: 28,
  height: 28,
  file: null,
  probabilities: null,
  margin: null,
  loss: null,
  findings: [],
  history: [],
  fix: null,
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('stepping fast asks for the last only, and shows it', async () => {
  const fetchDetail = vi.fn(async ({ id }: { id: ImageId }) => detailOf(id))
  const detail = new Detail(fakeApi({ browse: { detail: fetchDetail } }))
  for (const id of [1, 2, 3, 4]) detail.show(image(id))
  await vi.advanceTimersByTimeAsync(30)
  expect(fetchDetail.mock.calls.map(([{ id }]) => id)).toEqual([4])
  expect(detail.value?.id).toBe(4)
})

test('what came before stays for a moment, then gives way to the skeleton', async () => {
  const second = held<ImageDetail>()
  const fetchDetail = vi.fn(({ id }: { id: ImageId }) =>
    id === 1 ? Promise.resolve(detailOf(1)) : second.promise,
  )
  const detail = new Detail(fakeApi({ browse: { detail: fetchDetail } }))
  detail.show(image(1))
  await vi.advanceTimersByTimeAsync(30)
  detail.show(image(2))
  expect(detail.value?.id).toBe(1)
  await vi.advanceTimersByTimeAsync(150)
  expect(detail.value).toBeNull()
  second.resolve(detailOf(2))
  await vi.advanceTimersByTimeAsync(30)
  expect(detail.value?.id).toBe(2)
})

test('is asked again when the shown image has changed, and not for others', async () => {
  const fetchDetail = vi.fn(async ({ id }: { id: ImageId }) => detailOf(id))
  const detail = new Detail(fakeApi({ browse: { detail: fetchDetail } }))
  detail.show(image(1))
  await vi.advanceTimersByTimeAsync(30)
  detail.refresh([image(2)])
  detail.refresh([image(1)])
  await vi.advanceTimersByTimeAsync(30)
  expect(fetchDetail).toHaveBeenCalledTimes(2)
})

test('why it could not be had is said', async () => {
  const detail = new Detail(fakeApi({ browse: { detail: () => Promise.reject(new Error('It is gone.')) } }))
  detail.show(image(1))
  await vi.advanceTimersByTimeAsync(30)
  expect(detail.problem).toBe('It is gone.')
})
