// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { CompareEvent, Comparison } from '../../../../shared/contract/models.ts'
import type { ModelId } from '../../../../shared/domain.ts'
import { fakeApi, held, settled, type FakeApi } from '../../lib/testing/fake-api.ts'
import { classId, image, modelId, version } from '../../lib/testing/samples.ts'
import { Comparing, PAGE, type Differing, type ScoredSplit } from './comparing.svelte.ts'

type Request = { a: ModelId; b: ModelId; split: ScoredSplit }
type Compare = NonNullable<NonNullable<FakeApi['models']>['compare']>

const [v1, v2, v3] = ['v1', 'v2', 'v3'].map(modelId) as [ModelId, ModelId, ModelId]
const VERSIONS = [version('v3'), version('v2'), version('v1')]

/** Image 1 only the first got right, image 2 only the second, image 3 neither. */
const differing = (id: number, a: number, b: number): Differing => ({
  id: image(id),
  name: `test ${id}`,
  source: 'dataset',
  label: classId(1),
  a: { classId: classId(a), confidence: 0.9 },
  b: { classId: classId(b), confidence: 0.8 },
})
const result = ({ a, b, split }: Request, images: Differing[]): Comparison => ({
  split,
  images: 10,
  a: { model: a, accuracy: 0.8, perClass: [] },
  b: { model: b, accuracy: 0.8, perClass: [] },
  bothRight: 7,
  onlyA: 1,
  onlyB: 1,
  bothWrong: 1,
  p: 1,
  disagreements: images.length,
  differing: images,
})
const MIXED = [differing(1, 1, 2), differing(2, 2, 1), differing(3, 2, 3)]

/** Answers at once. */
function comparingOn(images = MIXED) {
  const asked = vi.fn<(request: Request) => void>()
  const compare: Compare = async (request: Request) => {
    asked(request)
    return (async function* (): AsyncGenerator<CompareEvent> {
      yield { type: 'done', comparison: result(request, images) }
    })()
  }
  return { comparing: new Comparing(fakeApi({ models: { compare } }), () => VERSIONS), asked }
}

test('with the second tick the two are compared, the older one first; a third is refused', async () => {
  const { comparing, asked } = comparingOn()
  comparing.toggle(v3)
  expect([comparing.pair, comparing.full, asked.mock.calls.length]).toEqual([[v3], false, 0])
  comparing.toggle(v1)
  comparing.toggle(v2)
  expect(comparing.pair).toEqual([v1, v3])
  await settled()
  expect(asked).toHaveBeenCalledExactlyOnceWith({ a: v1, b: v3, split: 'test' })
  expect([comparing.result?.a.model, comparing.running]).toEqual([v1, false])
})

test('another split is another comparison, and an unticked version ends it', async () => {
  const { comparing, asked } = comparingOn()
  comparing.toggle(v1)
  comparing.toggle(v2)
  comparing.on('holdout')
  await settled()
  expect(asked).toHaveBeenLastCalledWith({ a: v1, b: v2, split: 'holdout' })
  expect(comparing.result?.split).toBe('holdout')
  comparing.toggle(v1)
  expect([comparing.result, comparing.pair]).toEqual([null, [v2]])
})

test('a library without test images is compared on the photos held out', () => {
  const scores = { test: null, holdout: { images: 10, accuracy: 0.7 } }
  const comparing = new Comparing(fakeApi({}), () => [version('v1', { scores })])
  expect(comparing.split).toBe('holdout')
})

test('each kind of disagreement is shown alone, from its first page', async () => {
  const { comparing } = comparingOn()
  comparing.toggle(v1)
  comparing.toggle(v2)
  await settled()
  const shown = () => comparing.images.map(({ id }) => id)
  expect(shown()).toEqual([1, 2, 3])
  for (const [kind, ids] of [
    ['only-a', [1]],
    ['only-b', [2]],
    ['both-wrong', [3]],
  ] as const) {
    comparing.show(kind)
    expect(shown()).toEqual(ids)
  }
})

test('many are paged, and no page lies beyond the last', async () => {
  const { comparing } = comparingOn(Array.from({ length: PAGE + 2 }, (_, i) => differing(i + 1, 1, 2)))
  comparing.toggle(v1)
  comparing.toggle(v2)
  await settled()
  expect([comparing.pages, comparing.images.length]).toEqual([2, PAGE])
  comparing.turn(1)
  expect(comparing.images.map(({ id }) => id)).toEqual([PAGE + 1, PAGE + 2])
  comparing.turn(2)
  expect(comparing.page).toBe(1)
  comparing.show('only-a')
  expect(comparing.page).toBe(0)
})

test('how far it is is told; cancelled, it tells core, and a late answer is not shown', async () => {
  const late = held<CompareEvent>()
  let signal: AbortSignal | undefined
  const compare = async (request: Request, options: { signal: AbortSignal }) => {
    signal = options.signal
    return (async function* (): AsyncGenerator<CompareEvent> {
      yield { type: 'progress', model: request.a, done: 500, total: 2000 }
      yield await late.promise
    })()
  }
  const comparing = new Comparing(
    fakeApi({ models: { compare: compare as unknown as Compare } }),
    () => VERSIONS,
  )
  comparing.toggle(v1)
  comparing.toggle(v2)
  await settled()
  expect(comparing.progress).toEqual({ type: 'progress', model: v1, done: 500, total: 2000 })
  comparing.cancel()
  expect([signal?.aborted, comparing.running, comparing.progress]).toEqual([true, false, null])
  late.resolve({ type: 'done', comparison: result({ a: v1, b: v2, split: 'test' }, []) })
  await settled()
  expect([comparing.result, comparing.problem]).toEqual([null, null])
})

test('a failure is said, and it can be asked again', async () => {
  const compare = vi.fn<Compare>(() => Promise.reject(new Error('The engine stopped.')))
  const comparing = new Comparing(fakeApi({ models: { compare } }), () => VERSIONS)
  comparing.toggle(v1)
  comparing.toggle(v2)
  await settled()
  expect([comparing.problem, comparing.running]).toEqual(['The engine stopped.', false])
  comparing.again()
  expect(comparing.problem).toBeNull()
  await settled()
  expect(compare).toHaveBeenCalledTimes(2)
})
