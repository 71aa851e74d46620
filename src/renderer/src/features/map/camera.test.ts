import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fitted, onMap, onScreen, panned, pointSize, zoomed } from './camera.ts'

const SIZE = { width: 800, height: 600 }
const camera = fc.record({
  x: fc.double({ min: -1, max: 1, noNaN: true }),
  y: fc.double({ min: -1, max: 1, noNaN: true }),
  scale: fc.double({ min: 200, max: 20_000, noNaN: true }),
})
const place = fc.record({ x: fc.integer({ min: 0, max: 800 }), y: fc.integer({ min: 0, max: 600 }) })

it('shows all of the map, its y upwards, and finds back from the screen', () => {
  const all = fitted(SIZE)
  expect(onScreen(all, SIZE, { x: 0, y: 0 })).toEqual({ x: 400, y: 300 })
  expect(onScreen(all, SIZE, { x: -1, y: 1 })).toEqual({ x: 124, y: 24 })
  fc.assert(
    fc.property(camera, place, (seen, at) => {
      const there = onScreen(seen, SIZE, onMap(seen, SIZE, at))
      expect(there.x).toBeCloseTo(at.x, 3)
      expect(there.y).toBeCloseTo(at.y, 3)
    }),
  )
})

it('keeps what is under the pointer there while it zooms, within bounds', () => {
  fc.assert(
    fc.property(camera, place, fc.double({ min: 0.1, max: 10, noNaN: true }), (seen, at, factor) => {
      const before = onMap(seen, SIZE, at)
      const now = zoomed(seen, SIZE, factor, at)
      const after = onMap(now, SIZE, at)
      expect(after.x).toBeCloseTo(before.x, 6)
      expect(after.y).toBeCloseTo(before.y, 6)
      expect(now.scale).toBeLessThanOrEqual(400 * fitted(SIZE).scale)
      expect(now.scale).toBeGreaterThanOrEqual(0.5 * fitted(SIZE).scale)
    }),
  )
})

it('moves with the hand, and never off the map', () => {
  const all = fitted(SIZE)
  const before = onScreen(all, SIZE, { x: 0.1, y: 0.1 })
  const after = onScreen(panned(all, 30, -20), SIZE, { x: 0.1, y: 0.1 })
  expect([after.x - before.x, after.y - before.y]).toEqual([expect.closeTo(30, 6), expect.closeTo(-20, 6)])
  expect(panned(all, 1e6, -1e6)).toMatchObject({ x: -1, y: -1 })
})

it('draws points larger the fewer there are and the closer one looks', () => {
  const all = fitted(SIZE)
  expect(pointSize(all, SIZE, 100)).toBeGreaterThan(pointSize(all, SIZE, 70_000))
  expect(pointSize({ ...all, scale: all.scale * 10 }, SIZE, 70_000)).toBeGreaterThan(
    pointSize(all, SIZE, 70_000),
  )
  expect(pointSize({ ...all, scale: all.scale * 400 }, SIZE, 70_000)).toBeLessThanOrEqual(14)
})
