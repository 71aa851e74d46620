// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { Filter } from '../../../../shared/contract/browse.ts'
import type { Review as ReviewInfo, ReviewId } from '../../../../shared/contract/reviews.ts'
import { fakeApi, settled } from '../../lib/testing/fake-api.ts'
import { NO_FILTER } from '../browse/view.svelte.ts'
import { Overview } from './overview.svelte.ts'

const review = (id: number): ReviewInfo => ({
  ...{ id: id as ReviewId, kind: 'sample', beganAt: '2026-01-01T10:00:00Z', images: 4 },
  ...{ done: 0, confirmed: 0, newlyLabelled: 0, skipped: 0 },
})
const SIZES = {
  ...{ doubtful: 1, disagreements: 2, sample: 3, imported: 4 },
  ...{ 'label-issues': 5, 'near-duplicates': 6, outliers: 7, 'poor-pictures': 8 },
}

function setUp(shown = true) {
  const asked = {
    list: vi.fn(async () => [review(2), review(1)]),
    sizes: vi.fn(async (_: { filter: Filter }) => SIZES),
    begin: vi.fn(async (_: { filter: Filter; size: number; seed: number }) => review(3)),
    remove: vi.fn(async (_: { id: ReviewId }) => ({ removed: 1 as ReviewId })),
  }
  const onProblem = vi.fn()
  const overview = new Overview({
    api: fakeApi({ reviews: asked }),
    browseFilter: () => ({ ...NO_FILTER, splits: ['test'] }),
    shown: () => shown,
    onProblem,
  })
  return { overview, asked, onProblem }
}

test('knows what is under way, and how many images each kind has', async () => {
  const { overview } = setUp()
  await overview.load()
  expect(overview.reviews?.map(({ id }) => id)).toEqual([2, 1])
  expect(overview.sizes).toEqual(SIZES)
})

test.each([
  ['all', {}],
  ['train', { splits: ['train'] }],
  ['photos', { sources: ['photo'] }],
  ['browse', { splits: ['test'] }],
] as const)('counts and begins over %s', async (over, part) => {
  const { overview, asked } = setUp()
  overview.over = over
  overview.take = '200'
  await settled()
  expect(asked.sizes).toHaveBeenLastCalledWith({ filter: { ...NO_FILTER, ...part } })
  expect(await overview.begin('doubtful')).toMatchObject({ id: 3 })
  expect(asked.begin.mock.lastCall?.[0]).toMatchObject({ filter: { ...NO_FILTER, ...part }, size: 200 })
})

test('all is as many as a review can have', async () => {
  const { overview, asked } = setUp()
  overview.take = 'all'
  await overview.begin('sample')
  expect(asked.begin.mock.lastCall?.[0].size).toBe(100_000)
})

test('what can not begin is told', async () => {
  const { overview, asked, onProblem } = setUp()
  asked.begin.mockRejectedValueOnce(new Error('None of these images has a label.'))
  expect(await overview.begin('sample')).toBeUndefined()
  expect(onProblem).toHaveBeenCalledExactlyOnceWith('None of these images has a label.')
})

test('a removed one is gone at once', async () => {
  const { overview } = setUp()
  await overview.load()
  await overview.remove(review(2))
  expect(overview.reviews?.map(({ id }) => id)).toEqual([1])
})

test('follows the library while it is on screen, and asks nothing otherwise', async () => {
  const seen = setUp()
  seen.overview.on({ type: 'reviews-changed', skipped: null })
  expect(seen.asked.list).toHaveBeenCalledOnce()
  const hidden = setUp(false)
  hidden.overview.on({ type: 'reviews-changed', skipped: null })
  expect(hidden.asked.list).not.toHaveBeenCalled()
})
