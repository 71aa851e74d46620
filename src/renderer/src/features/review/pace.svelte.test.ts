import { expect, test } from 'vitest'
import { Pace } from './pace.svelte.ts'

const paceOf = (...seconds: number[]) => {
  const pace = new Pace()
  for (const at of seconds) pace.did(at * 1000)
  return pace.perMinute
}

test('is images a minute, once there are enough to tell', () => {
  expect(paceOf(0, 2, 4, 6)).toBeNull()
  expect(paceOf(0, 2, 4, 6, 8)).toBe(30)
})

test('looks back a few minutes only, and a break begins it anew', () => {
  const slow = [0, 60, 120]
  const fast = [400, 401, 402, 403]
  expect(paceOf(...slow, ...fast)).toBeNull()
  expect(paceOf(...slow, ...fast, 404)).toBe(60)
})
