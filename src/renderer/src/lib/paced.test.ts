import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { paced } from './paced.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('at once, and then once in that time however often it is asked', () => {
  const work = vi.fn()
  const ask = paced(work, 1000)
  ask()
  expect(work).toHaveBeenCalledTimes(1)
  for (let i = 0; i < 50; i++) {
    ask()
    vi.advanceTimersByTime(100)
  }
  expect(work).toHaveBeenCalledTimes(6)
})

test('the last that is asked for is never forgotten, and nothing is done unasked', () => {
  const work = vi.fn()
  const ask = paced(work, 1000)
  ask()
  ask()
  vi.advanceTimersByTime(60_000)
  expect(work).toHaveBeenCalledTimes(2)
})
