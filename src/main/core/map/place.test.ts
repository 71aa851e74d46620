import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clusteredFeatures } from '../neighbours/testing.ts'
import { placed, type Points } from './place.ts'

/** Every image of a cluster lies at the cluster's number. */
function mapOf(ids: number[]): Points {
  return {
    ids: Uint32Array.from(ids),
    points: Float32Array.from(ids.flatMap((id) => [(id - 1) % 10, 100])),
  }
}

it('places a newcomer among those it is like', () => {
  const features = clusteredFeatures(400, 8)
  const on = Array.from({ length: 390 }, (_, i) => i + 1)
  const { ids, points } = placed(features, mapOf(on), [391, 395, 400, 12])
  // The twelfth is on it already.
  expect([...ids]).toEqual([391, 395, 400])
  expect([...points]).toEqual([0, 100, 4, 100, 9, 100])
})

it('weighs by how like they are: worked out by hand', () => {
  const features = {
    ...{ ids: Uint32Array.of(1, 2, 3, 4), width: 2 },
    // The third is at cosine 0.8 to the first and 0.6 to the second; the fourth is like neither.
    values: Float32Array.of(1, 0, 0, 1, 0.8, 0.6, -1, 0),
  }
  const map = { ids: Uint32Array.of(1, 2), points: Float32Array.of(0, 0, 7, 14) }
  const { points } = placed(features, map, [3, 4])
  expect(points[0]).toBeCloseTo((0.6 * 7) / 1.4, 5)
  expect(points[1]).toBeCloseTo((0.6 * 14) / 1.4, 5)
  expect([points[2], points[3]]).toEqual([3.5, 7])
})

it('never leaves the map: a newcomer is within the bounds of what is on it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (count) => {
      const features = clusteredFeatures(count + 5, 4)
      const on = Array.from({ length: count }, (_, i) => i + 1)
      const { points } = placed(features, mapOf(on), [count + 1, count + 5])
      for (let i = 0; i < points.length; i += 2) {
        expect(points[i]).toBeGreaterThanOrEqual(-1e-4)
        expect(points[i]).toBeLessThanOrEqual(9 + 1e-4)
        expect(points[i + 1]).toBeCloseTo(100, 3)
      }
    }),
    { numRuns: 20 },
  )
})

it('places nobody on an empty map', () => {
  const none = { ids: new Uint32Array(0), points: new Float32Array(0) }
  expect(placed(clusteredFeatures(3, 4), none, [1, 2]).ids).toHaveLength(0)
})
