// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { CheckProgress, CheckResult } from '../../../../shared/contract/checks.ts'
import { HaberdashError } from '../../../../shared/errors.ts'
import { fakeApi, held, settled, type FakeApi } from '../../lib/testing/fake-api.ts'
import { classId, viewOf } from '../../lib/testing/samples.ts'
import { Checks } from './checks.svelte.ts'

const progress = (overall: number): CheckProgress => ({
  ...{ stage: 'comparing', share: 0.5, overall, secondsLeft: 10 },
})
const result = { images: 3 } as CheckResult
const told = (running: CheckProgress | null, problem: string | null = null) =>
  ({ type: 'checks-changed', running, problem }) as const

function setUp(checks: FakeApi['checks'], shown = true) {
  const show = vi.fn(async () => {})
  const className = (id: number) => ['', 'Shirt', 'Coat'][id] ?? ''
  const state = new Checks({ api: fakeApi({ checks }), sets: { show }, className, shown: () => shown })
  return { state, show }
}

test('whether they were ever run is known once the answer is here', async () => {
  const { state } = setUp({ state: async () => ({ running: null, result: null }) })
  expect([state.loaded, state.never]).toEqual([false, false])
  await state.load()
  expect([state.loaded, state.never, state.result]).toEqual([true, true, null])
})

test('follows what is told, and asks for the result once it is another', async () => {
  const answer = vi.fn(async () => ({ running: null, result }))
  const { state } = setUp({ state: answer })
  state.on(told(progress(0.3)))
  expect(state.running?.overall).toBe(0.3)
  expect(answer).not.toHaveBeenCalled()
  state.on(told(null))
  state.on({ type: 'findings-changed' })
  await settled()
  expect([state.running, state.result, state.problem]).toEqual([null, result, null])
})

test('an answer that is older than what was told since says nothing of the progress', async () => {
  const slow = held<{ running: CheckProgress | null; result: CheckResult | null }>()
  const { state } = setUp({ state: () => slow.promise })
  const load = state.load()
  state.on(told(null))
  slow.resolve({ running: progress(0.1), result })
  await load
  expect([state.running, state.result]).toEqual([null, result])
})

test('why they ended early stays until they are begun again', async () => {
  const start = vi.fn(async () => {})
  const { state } = setUp({ start, state: async () => ({ running: null, result: null }) })
  state.on(told(null, 'The disk is full.'))
  await state.load()
  expect(state.problem).toBe('The disk is full.')
  await state.start()
  expect([state.problem, start.mock.calls.length]).toEqual([null, 1])
})

test('why nothing is known is said until it is', async () => {
  const answer = vi.fn(async () => ({ running: null, result }))
  answer.mockRejectedValueOnce(new Error('The connection is lost.'))
  const { state } = setUp({ state: answer })
  await state.load()
  expect([state.loaded, state.problem === null]).toEqual([false, false])
  await state.load()
  expect([state.loaded, state.problem]).toEqual([true, null])
})

test('why they could not be begun is said', async () => {
  const start = () => Promise.reject(new HaberdashError('model-unknown', 'There is no model yet.'))
  const { state } = setUp({ start })
  await state.start()
  expect(state.problem).toContain('There is no model yet.')
})

test('the images of a pair are shown under its name', async () => {
  const { state, show } = setUp({ pair: async () => viewOf(5, 3) })
  await state.showPair({ label: classId(1), suggested: classId(2) })
  expect(show).toHaveBeenCalledWith('Shirt, likely Coat', Uint32Array.of(5, 3))
})

test('what is open is counted anew after a label only while it is on screen', async () => {
  const answer = vi.fn(async () => ({ running: null, result }))
  const { state } = setUp({ state: answer }, false)
  state.on({ type: 'labels-changed', ids: [], event: 1, window: null })
  await settled()
  expect(answer).not.toHaveBeenCalled()
})
