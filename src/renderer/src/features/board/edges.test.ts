// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { edgeSpeed } from './edges.svelte.ts'

test('a drag scrolls near the edges, and faster the nearer, also beyond them', () => {
  const [left, right] = [100, 900]
  expect(edgeSpeed(500, left, right)).toBe(0)
  expect(edgeSpeed(110, left, right)).toBeLessThan(edgeSpeed(140, left, right))
  expect(edgeSpeed(890, left, right)).toBeGreaterThan(edgeSpeed(860, left, right))
  expect(edgeSpeed(40, left, right)).toBe(-edgeSpeed(990, left, right))
})
