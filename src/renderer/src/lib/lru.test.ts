import { expect, test } from 'vitest'
import { Lru } from './lru.ts'

test('forgets what was put in longest ago', () => {
  const lru = new Lru<string, number>(2)
  lru.set('a', 1)
  lru.set('b', 2)
  lru.set('a', 3)
  lru.set('c', 4)
  expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual([3, undefined, 4])
  expect(lru.size).toBe(2)
})
