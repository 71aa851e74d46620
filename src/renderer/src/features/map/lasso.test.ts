import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ModelId } from '../../../../shared/domain.ts'
import { Cloud } from './cloud.ts'
import { contains, isStep } from './lasso.ts'

const coordinate = fc.integer({ min: -20, max: 20 }).map((value) => value / 20)
const point = fc.record({ x: coordinate, y: coordinate })
type Point = { x: number; y: number }

/** How often the polygon winds around a point, by the angles to its corners: odd is inside for even-odd. */
function winding(polygon: readonly Point[], { x, y }: Point): number {
  let sum = 0
  for (const [i, a] of polygon.entries()) {
    const b = polygon[(i + 1) % polygon.length]!
    const [from, to] = [Math.atan2(a.y - y, a.x - x), Math.atan2(b.y - y, b.x - x)]
    let turn = to - from
    while (turn > Math.PI) turn -= 2 * Math.PI
    while (turn < -Math.PI) turn += 2 * Math.PI
    sum += turn
  }
  return Math.round(sum / (2 * Math.PI))
}

/** On an edge either answer will do. */
function onEdge(polygon: readonly Point[], { x, y }: Point): boolean {
  return polygon.some((a, i) => {
    const b = polygon[(i + 1) % polygon.length]!
    const cross = (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)
    const within = Math.min(a.x, b.x) <= x && x <= Math.max(a.x, b.x)
    return Math.abs(cross) < 1e-9 && within && Math.min(a.y, b.y) <= y && y <= Math.max(a.y, b.y)
  })
}

it('is inside where a polygon winds around it an odd number of times', () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 3, maxLength: 9 }), point, (polygon, at) => {
      fc.pre(!onEdge(polygon, at))
      expect(contains(polygon, at.x, at.y)).toBe(Math.abs(winding(polygon, at)) % 2 === 1)
    }),
    { numRuns: 500 },
  )
})

it('finds in a map just what each point for itself would be said to be', () => {
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 1, maxLength: 200 }),
      fc.array(point, { maxLength: 7 }),
      (points, polygon) => {
        const cloud = cloudOf(points)
        const even = (place: number) => place % 2 === 0
        const wanted = points
          .map((_, place) => place)
          .filter((place) => polygon.length > 2 && even(place))
          .filter((place) => contains(polygon, cloud.points[2 * place]!, cloud.points[2 * place + 1]!))
        expect([...cloud.inside(polygon, even)]).toEqual(wanted)
      },
    ),
    { numRuns: 100 },
  )
})

it('finds the nearest that counts, within reach', () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 100 }), point, (points, at) => {
      const cloud = cloudOf(points)
      const counts = (place: number) => place % 3 > 0
      const distance = (place: number) =>
        (cloud.points[2 * place]! - at.x) ** 2 + (cloud.points[2 * place + 1]! - at.y) ** 2
      const within = points
        .map((_, place) => place)
        .filter((place) => counts(place) && distance(place) <= 0.25)
      const found = cloud.nearest(at, 0.5, counts)
      if (within.length === 0) expect(found).toBeUndefined()
      else expect(distance(found!)).toBe(Math.min(...within.map(distance)))
    }),
  )
})

it('lays a map between -1 and 1 without bending it, and knows where its images were before', () => {
  const cloud = cloudOf([
    { x: 10, y: 100 },
    { x: 30, y: 110 },
    { x: 20, y: 105 },
  ])
  expect([...cloud.points]).toEqual([-1, -0.5, 1, 0.5, 0, 0])
  const before = new Cloud({
    ...{ method: 'pca', model: 'v1' as ModelId, ids: Uint32Array.of(3, 1) },
    points: Float32Array.of(0, 0, 2, 0),
  })
  expect([...cloud.from(before)]).toEqual([1, 0, 1, 0.5, -1, 0])
  expect(cloudOf([{ x: 5, y: 5 }]).points).toEqual(Float32Array.of(0, 0))
  expect(cloudOf([]).points).toHaveLength(0)
})

it('keeps no corner that is where the last one was', () => {
  expect(isStep(undefined, { x: 1, y: 1 })).toBe(true)
  expect(isStep({ x: 1, y: 1 }, { x: 2, y: 2 })).toBe(false)
  expect(isStep({ x: 1, y: 1 }, { x: 4, y: 1 })).toBe(true)
})

function cloudOf(points: readonly Point[]): Cloud {
  return new Cloud({
    ...{ method: 'umap', model: 'v1' as ModelId },
    ids: Uint32Array.from(points, (_, i) => i + 1),
    points: Float32Array.from(points.flatMap(({ x, y }) => [x, y])),
  })
}
