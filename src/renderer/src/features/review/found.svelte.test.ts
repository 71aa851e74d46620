// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { Found } from '../../../../shared/contract/browse.ts'
import type { Review as ReviewInfo, ReviewId } from '../../../../shared/contract/reviews.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { fakeApi, settled } from '../../lib/testing/fake-api.ts'
import { classId, image, row } from '../../lib/testing/samples.ts'
import { action, setUp as setUpLabelling } from '../labels/testing.ts'
import { Review } from './review.svelte.ts'

type Ids = { ids: ImageId[] }

const found = (change: Partial<Found> = {}): Found => ({
  ...{ finding: 'label-issue', score: 0.1, stands: true, label: classId(1), suggested: classId(2) },
  ...{ related: null, facts: {} },
  ...change,
})

/** A review of images 10, 20 and 30, of which the checks found this. */
async function setUp(kind: ReviewInfo['kind'], findings: Record<number, Found[]>) {
  const ask = vi.fn(async ({ ids }: Ids) =>
    ids.filter((id) => findings[id]).map((id) => ({ id, findings: findings[id]! })),
  )
  const rows = vi.fn(async ({ ids }: Ids) => ids.map((id) => row(id)))
  const api = fakeApi({
    checks: { found: ask },
    reviews: { items: async () => new Blob([Uint32Array.of(10, 20, 30), new Uint8Array(3)]) },
    browse: {
      rows,
      pixels: async ({ ids }: Ids) => new Blob([new Uint8Array(784 * ids.length)]),
      detail: async () => Promise.reject(new Error('not of interest')),
    },
  })
  const review = new Review({ api, onProblem: vi.fn(), onLeave: vi.fn(), onError: vi.fn() })
  await review.open({
    ...{ id: 7 as ReviewId, kind, beganAt: '2026-01-01T10:00:00Z', images: 3 },
    ...{ done: 0, confirmed: 0, newlyLabelled: 0, skipped: 0 },
  })
  await settled()
  return { review, ask }
}

test('of label issues Enter offers what is suggested, of the next image at once', async () => {
  const { review, ask } = await setUp('label-issues', {
    10: [found({ finding: 'dark', suggested: null }), found()],
    20: [found({ suggested: classId(3) })],
  })
  expect(review.found).toEqual([found()])
  expect(review.offered).toBe(2)
  review.advance()
  expect(review.offered).toBe(3)
  review.advance()
  expect([review.found, review.offered]).toEqual([[], null])
  expect(ask).toHaveBeenCalledTimes(1)
})

test('elsewhere Enter goes by the model, and the checks are not asked', async () => {
  const { review, ask } = await setUp('doubtful', { 10: [found()] })
  expect([review.found, review.offered]).toEqual([undefined, undefined])
  expect(ask).not.toHaveBeenCalled()
  expect((await setUp('outliers', {})).review.offered).toBeUndefined()
})

test('other checks say other things', async () => {
  const findings = { 10: [found()] }
  const { review, ask } = await setUp('label-issues', findings)
  findings[10] = [found({ suggested: classId(4) })]
  review.on({ type: 'findings-changed' })
  expect(review.offered).toBe(2)
  await settled()
  expect([review.offered, ask.mock.calls.length]).toEqual([4, 2])
})

test('the near-duplicate is known with its row; shown large, no key is meant for anything', async () => {
  const related = { id: image(99), name: 'train 99', split: 'train' as const }
  const { review } = await setUp('near-duplicates', {
    10: [found({ finding: 'near-duplicate', suggested: null, related })],
  })
  await settled()
  expect(review.twin?.id).toBe(99)
  review.twinZoomed = true
  expect([review.targets(), review.zoomed]).toEqual([[], false])
  review.zoomed = true
  expect([review.targets(), review.twinZoomed]).toEqual([[10], false])
  review.twinZoomed = true
  review.walk.step(1)
  expect([review.twinZoomed, review.twinId]).toEqual([false, undefined])
})

test('what is taken is the person’s own label, not an answer of the model', async () => {
  const set = vi.fn(async () => action([10]))
  const { review } = await setUp('label-issues', { 10: [found()] })
  const { labelling, said } = await setUpLabelling({ set }, true, () => review)
  await labelling.accept()
  expect(set).toHaveBeenCalledWith(expect.not.objectContaining({ by: 'model' }))
  expect(set).toHaveBeenCalledWith(expect.objectContaining({ ids: [10], classId: 2 }))
  expect(review.walk.current).toBe(20)
  await labelling.accept()
  expect(set).toHaveBeenCalledTimes(1)
  expect(said().at(-1)).toMatch(/^No class is suggested for this image/)
})
