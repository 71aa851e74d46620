import { expect, test } from 'vitest'
import { wilson } from './wilson.ts'

test("the interval of an accuracy is Wilson's", () => {
  const [low, high] = wilson({ images: 10, accuracy: 0.9 })
  expect(low).toBeCloseTo(0.596, 3)
  expect(high).toBeCloseTo(0.982, 3)
})

test('it never leaves 0 to 1', () => {
  expect(wilson({ images: 3, accuracy: 1 })[1]).toBeLessThanOrEqual(1)
  expect(wilson({ images: 3, accuracy: 0 })[0]).toBeGreaterThanOrEqual(0)
})
