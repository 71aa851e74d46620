import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layout, move, reveal, slots, touched, windowOf } from './layout.ts'

test('as many columns as come nearest to the size, of whole pixels', () => {
  expect(layout(904, 96, 70_000)).toEqual({ columns: 9, tile: 100, rows: 7778, height: 777_800 })
  expect(layout(10, 96, 0)).toMatchObject({ columns: 1, rows: 0, height: 0 })
})

test('the rows on screen, and a few around them', () => {
  const plan = layout(1000, 100, 1000)
  expect(windowOf(plan, 0, 500)).toEqual([0, 6])
  expect(windowOf(plan, 2050, 500)).toEqual([19, 27])
  expect(windowOf(plan, 1e9, 500)[1]).toBe(100)
})

test('scrolling by a row changes one slot', () => {
  expect(slots(0, 4)).toEqual([0, 1, 2, 3])
  expect(slots(1, 5)).toEqual([4, 1, 2, 3])
  expect(slots(6, 10)).toEqual([8, 9, 6, 7])
})

test('a row is brought into view by the shortest way', () => {
  const plan = layout(1000, 100, 1000)
  expect(reveal(plan, 3, 0, 500)).toBe(0)
  expect(reveal(plan, 7, 0, 500)).toBe(300)
  expect(reveal(plan, 1, 500, 500)).toBe(100)
})

describe('keys move the focus', () => {
  // 10 images in rows of 4: the last row has two.
  const to = (from: number, kind: Parameters<typeof move>[1]) => move(from, kind, 10, 4, 2)
  test.each([
    ['left', 5, 4],
    ['left', 0, 0],
    ['right', 9, 9],
    ['up', 5, 1],
    ['up', 1, 1],
    ['down', 1, 5],
    ['down', 7, 9],
    ['down', 9, 9],
    ['home', 7, 0],
    ['end', 0, 9],
    ['page-down', 1, 9],
    ['page-up', 9, 1],
    ['page-up', 6, 2],
  ] as const)('%s from %i to %i', (kind, from, wanted) => expect(to(from, kind)).toBe(wanted))
})

test('an area touches the images that it has a pixel of', () => {
  const pixel = fc.integer({ min: -50, max: 700 })
  fc.assert(
    fc.property(pixel, pixel, pixel, pixel, fc.integer({ min: 0, max: 40 }), (x1, y1, x2, y2, images) => {
      const plan = layout(500, 100, images)
      const [left, right] = [Math.min(x1, x2), Math.max(x1, x2)]
      const [top, bottom] = [Math.min(y1, y2), Math.max(y1, y2)]
      const places = new Set<number>()
      for (const [first, end] of touched(plan, { left, top, right, bottom }, images))
        for (let place = first; place < end; place++) places.add(place)
      const meant = Array.from({ length: images }, (_, place) => place).filter((place) => {
        const [x, y] = [(place % 5) * 100, Math.floor(place / 5) * 100]
        return x <= right && left < x + 100 && y <= bottom && top < y + 100
      })
      expect([...places]).toEqual(meant)
    }),
  )
})
