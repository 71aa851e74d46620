// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { Review as ReviewInfo, ReviewId } from '../../../../shared/contract/reviews.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { HaberdashError } from '../../../../shared/errors.ts'
import { fakeApi, held, settled, type FakeApi } from '../../lib/testing/fake-api.ts'
import { classId, image, row } from '../../lib/testing/samples.ts'
import { Review } from './review.svelte.ts'

type Ids = { ids: ImageId[] }

const info = (change: Partial<ReviewInfo> = {}): ReviewInfo => ({
  ...{ id: 7 as ReviewId, kind: 'disagreements', beganAt: '2026-01-01T10:00:00Z', images: 4 },
  ...{ done: 0, confirmed: 0, newlyLabelled: 0, skipped: 0 },
  ...change,
})

/** As `reviews.items` answers: images 10, 20, 30 … that stand so. */
const itemsOf = (states: readonly number[]) =>
  new Blob([Uint32Array.from(states, (_, place) => (place + 1) * 10), Uint8Array.from(states)])

const gone = () => new HaberdashError('review-unknown', 'This review is not there any more.')

/** A review of images 10, 20 … whose states the server has as `states`. */
async function setUp(
  states: number[],
  reviews: FakeApi['reviews'] = {},
  kind: ReviewInfo['kind'] = 'doubtful',
) {
  const api = fakeApi({
    reviews: {
      items: async () => itemsOf(states),
      skip: async () => ({ changed: 1 }),
      list: async () => [info({ kind, done: 3 })],
      ...reviews,
    },
    browse: {
      rows: async ({ ids }: Ids) => ids.map((id) => row(id)),
      pixels: async ({ ids }: Ids) => new Blob([new Uint8Array(784 * ids.length)]),
      detail: async () => Promise.reject(new Error('not of interest')),
    },
  })
  const [onProblem, onLeave] = [vi.fn(), vi.fn()]
  const review = new Review({ api, onProblem, onLeave, onError: vi.fn() })
  await review.open(info({ kind, images: states.length }))
  return { review, onProblem, onLeave, states }
}

test('resumes at the first image that is still to do', async () => {
  const { review } = await setUp([1, 2, 0, 0])
  expect(review.targets()).toEqual([30])
  expect(review.counts).toEqual({ images: 4, done: 1, skipped: 1, left: 2 })
  await settled()
  expect(review.focusedRow?.id).toBe(30)
})

test('goes on to the next image to do, past what is done, and around to what was left', async () => {
  const { review } = await setUp([0, 0, 1, 0])
  review.walk.goTo(1)
  review.advance()
  expect(review.walk.current).toBe(40)
  review.labelled([image(20)], classId(1), 'person')
  review.advance()
  expect(review.walk.current).toBe(10)
})

test('fast keys end at the summary although no label is confirmed yet, and a failed one is still to do', async () => {
  const { review } = await setUp([0, 0, 0])
  review.advance()
  review.advance()
  review.advance()
  expect(review.walk.ended).toBe(true)
  expect(review.targets()).toEqual([])
  review.labelled([image(10), image(30)], classId(1), 'person')
  expect(review.counts).toMatchObject({ done: 2, left: 1 })
  review.walk.start()
  expect(review.walk.current).toBe(20)
})

test('an image whose label failed is gone back to', async () => {
  const { review } = await setUp([0, 0])
  review.advance()
  review.changed([image(10)])
  review.advance()
  expect(review.targets()).toEqual([10])
})

test('arrows go through all images, whatever their state, and stop at the ends', async () => {
  const { review } = await setUp([0, 1, 2])
  const seen = [1, 1, 1, -1, -1, -1].map((by) => (review.walk.step(by), review.walk.current))
  expect(seen).toEqual([20, 30, 30, 20, 10, 10])
})

test('back from the summary is the image that was shown last', async () => {
  const { review } = await setUp([1, 0])
  review.advance()
  expect(review.walk.current).toBeUndefined()
  review.walk.step(-1)
  expect(review.walk.current).toBe(20)
})

test('undo goes back to its image, also from the summary, and to none that is no part of it', async () => {
  const { review } = await setUp([0, 0, 0])
  review.advance()
  review.reveal([image(999)])
  expect(review.walk.current).toBe(20)
  review.reveal([image(999), image(30), image(10)])
  expect(review.walk.current).toBe(10)
  review.advance()
  review.advance()
  review.advance()
  review.reveal([image(20)])
  expect([review.walk.ended, review.walk.current]).toEqual([false, 20])
})

test('a label opens nothing again that a slow answer from before it says is open', async () => {
  const slow = held<Blob>()
  const items = vi.fn(async () => itemsOf([0, 0])).mockResolvedValueOnce(itemsOf([0, 0]))
  const { review, states } = await setUp([0, 0], { items })
  items.mockReturnValueOnce(slow.promise).mockResolvedValueOnce(itemsOf([1, 0]))
  review.on({ type: 'labels-changed', ids: [image(10)], event: 1, window: null })
  review.labelled([image(10)], classId(1), 'person')
  slow.resolve(itemsOf(states))
  await settled()
  expect(items).toHaveBeenCalledTimes(3)
  expect(review.counts.done).toBe(1)
})

test('what is undone, labelled or skipped in another window is followed, asking about those images alone', async () => {
  const items = vi.fn(async ({ ids }: { ids?: ImageId[] }) => {
    if (!ids) return itemsOf([1, 0, 0])
    return new Blob([Uint32Array.from(ids), Uint8Array.from(ids, (id) => (id === 10 ? 0 : 2))])
  })
  const { review } = await setUp([], { items })
  review.on({ type: 'labels-changed', ids: [image(10), image(999)], event: 2, window: null })
  await settled()
  review.on({ type: 'reviews-changed', skipped: { id: 7 as ReviewId, ids: [image(30)] } })
  await settled()
  review.on({ type: 'labels-changed', ids: [image(999)], event: 3, window: null })
  review.on({ type: 'reviews-changed', skipped: { id: 8 as ReviewId, ids: [image(10)] } })
  await settled()
  expect(items.mock.calls).toEqual([[{ id: 7 }], [{ id: 7, ids: [10] }], [{ id: 7, ids: [30] }]])
  expect([0, 1, 2].map((place) => review.items.state(place))).toEqual([0, 0, 2])
})

test('skipping puts an image aside and goes on; again, it takes it up', async () => {
  const skip = vi.fn(async () => ({ changed: 1 }))
  const { review } = await setUp([0, 0], { skip })
  await review.skip()
  expect(skip).toHaveBeenLastCalledWith({ id: 7, ids: [10], on: true })
  expect([review.walk.current, review.items.state(0)]).toEqual([20, 2])
  review.walk.step(-1)
  await review.skip()
  expect(skip).toHaveBeenLastCalledWith({ id: 7, ids: [10], on: false })
  expect([review.walk.current, review.items.state(0)]).toEqual([10, 0])
})

test('a skip that fails is told, and the image stays to do', async () => {
  const skip = async () => Promise.reject(new Error('The disk is full.'))
  const { review, onProblem } = await setUp([0, 0], { skip })
  await review.skip()
  expect(onProblem).toHaveBeenCalledExactlyOnceWith('The disk is full.')
  expect(review.counts).toMatchObject({ skipped: 0, left: 2 })
})

test('what is done is not skipped, only passed', async () => {
  const skip = vi.fn(async () => ({ changed: 1 }))
  const { review } = await setUp([1, 0], { skip })
  review.walk.goTo(0)
  await review.skip()
  expect(skip).not.toHaveBeenCalled()
  expect(review.walk.current).toBe(20)
})

test('the skipped ones can be gone through at the end', async () => {
  const skip = vi.fn(async () => ({ changed: 2 }))
  const { review } = await setUp([2, 1, 2], { skip })
  expect(review.walk.ended).toBe(true)
  await review.takeUpSkipped()
  expect(skip).toHaveBeenCalledExactlyOnceWith({ id: 7, ids: [10, 30], on: false })
  expect([review.walk.ended, review.walk.current]).toEqual([false, 10])
})

test('at the end of a sample, what came of it is asked, and asked anew when a late label is confirmed', async () => {
  const errorRate = vi.fn(async () => ({
    looked: 3,
    wrong: 1,
    of: 900,
    interval: [0.1, 0.8] as [number, number],
  }))
  const { review } = await setUp([1, 1, 0], { errorRate }, 'sample')
  review.advance()
  await settled()
  expect(review.outcome.result).toMatchObject({ review: { done: 3 }, errorRate: { wrong: 1 } })
  review.labelled([image(30)], classId(1), 'person')
  await settled()
  expect(errorRate).toHaveBeenCalledTimes(2)
})

test('a review that is gone is told, and none is under way', async () => {
  const items = vi.fn(async () => itemsOf([0, 0])).mockRejectedValueOnce(gone())
  const { review, onProblem, onLeave } = await setUp([0], { items })
  expect(review.info).toBeNull()
  expect(onProblem).toHaveBeenCalledExactlyOnceWith('This review is not there any more.')
  await review.open(info())
  items.mockRejectedValueOnce(gone())
  review.on({ type: 'reviews-changed', skipped: null })
  await settled()
  expect(review.info).toBeNull()
  expect(onLeave).toHaveBeenCalledOnce()
})

test('the result so far can be looked at on the way, and behind the last image once all is done', async () => {
  const { review } = await setUp([1, 0])
  review.walk.showResult()
  expect(review.walk.ended).toBe(true)
  review.walk.step(1)
  expect(review.walk.current).toBe(20)
  review.labelled([image(20)], classId(1), 'person')
  review.walk.step(1)
  expect(review.walk.ended).toBe(true)
})
