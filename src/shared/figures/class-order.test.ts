import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clusteredOrder } from './class-order.ts'

/** How unlike neighbours are in an order. */
function length(confusion: number[][], order: number[]): number {
  const totals = confusion.map((row) =>
    Math.max(
      1,
      row.reduce((sum, images) => sum + images, 0),
    ),
  )
  const alike = (i: number, j: number) =>
    (confusion[i]![j]! / totals[i]! + confusion[j]![i]! / totals[j]!) / 2
  return order.slice(1).reduce((sum, place, i) => sum + 1 - alike(order[i]!, place), 0)
}

it('puts what is confused side by side', () => {
  // 0 with 3, 3 with 5, 1 with 4; 2 alone.
  const confusion = Array.from({ length: 6 }, (_, i) =>
    Array.from({ length: 6 }, (_, j): number => (i === j ? 80 : 0)),
  )
  const confused = [[0, 3, 20] as const, [3, 5, 10] as const, [1, 4, 15] as const]
  for (const [i, j, images] of confused) confusion[i]![j] = confusion[j]![i] = images
  const order = clusteredOrder(confusion)
  const gap = (i: number, j: number) => Math.abs(order.indexOf(i) - order.indexOf(j))
  expect(confused.map(([i, j]) => gap(i, j))).toEqual([1, 1, 1])
})

const matrix = fc
  .integer({ min: 1, max: 9 })
  .chain((n) =>
    fc.array(fc.array(fc.nat(50), { minLength: n, maxLength: n }), { minLength: n, maxLength: n }),
  )

it('is an order of all classes, the same each time', () => {
  fc.assert(
    fc.property(matrix, (confusion) => {
      const order = clusteredOrder(confusion)
      expect([...order].sort((a, b) => a - b)).toEqual([...confusion.keys()])
      expect(clusteredOrder(confusion.map((row) => [...row]))).toEqual(order)
    }),
  )
})

it('puts the third of three classes beside the one of the closest pair that it is more like', () => {
  const three = fc.array(fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(three, (confusion) => {
      const orders = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
      ]
      // Of three, the shortest path leaves out the longest of three ways: the pair that is closest stays together in it.
      const shortest = Math.min(...orders.map((order) => length(confusion, order)))
      expect(length(confusion, clusteredOrder(confusion))).toBeCloseTo(shortest, 9)
    }),
  )
})
