import { expect, it } from 'vitest'
import { Random } from '../../../shared/random.ts'
import type { Features } from '../models/features.ts'
import { principalComponents, projected } from './pca.ts'

const features = (rows: number[][]): Features => ({
  ids: Uint32Array.from(rows, (_, i) => i + 1),
  width: rows[0]?.length ?? 0,
  values: Float32Array.from(rows.flat()),
})

it('finds the axes of a covariance that is known: (3, 1; 1, 3) has (1, 1) and (1, -1)', () => {
  // Four points whose covariance is that, times a number, around (5, -2).
  const [long, short] = [Math.sqrt(4), Math.sqrt(2)].map((length) => length / Math.SQRT2) as [number, number]
  const { mean, directions } = principalComponents(
    features([
      [5 + long, -2 + long],
      [5 - long, -2 - long],
      [5 + short, -2 - short],
      [5 - short, -2 + short],
    ]),
    2,
  )
  expect([...mean]).toEqual([expect.closeTo(5, 5), expect.closeTo(-2, 5)])
  const half = Math.SQRT1_2
  for (const direction of directions)
    for (const part of direction) expect(Math.abs(part)).toBeCloseTo(half, 4)
  expect(directions[0]![0]! * directions[0]![1]!).toBeCloseTo(0.5, 4)
  expect(directions[1]![0]! * directions[1]![1]!).toBeCloseTo(-0.5, 4)
})

it('is the eigenvectors of the covariance: in many dimensions they satisfy its equation, the greatest first', () => {
  const random = new Random(3, 'pca test')
  const width = 12
  const scales = [6, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
  // Normal enough: a sum of uniforms, mixed so that no axis is one of the coordinates.
  const rows = Array.from({ length: 500 }, () => {
    const own = scales.map((scale) => scale * (random.next() + random.next() + random.next() - 1.5))
    return own.map((value, i) => value + 0.5 * own[(i + 1) % width]! + (i === 2 ? 7 : 0))
  })
  const { mean, directions } = principalComponents(features(rows), 2)
  const apply = (direction: Float64Array) => {
    const out = new Float64Array(width)
    for (const row of rows) {
      const along = row.reduce((sum, value, i) => sum + (value - mean[i]!) * direction[i]!, 0)
      for (let i = 0; i < width; i++) out[i]! += ((row[i]! - mean[i]!) * along) / rows.length
    }
    return out
  }
  const values = directions.map((direction) => {
    const image = apply(direction)
    const value = image.reduce((sum, part, i) => sum + part * direction[i]!, 0)
    for (let i = 0; i < width; i++) expect(image[i]! / value).toBeCloseTo(direction[i]!, 3)
    return value
  })
  expect(values[0]).toBeGreaterThan(values[1]!)
  // No direction has a greater variance: the trace of what is left, against random ones.
  for (let n = 0; n < 50; n++) {
    const raw = Array.from({ length: width }, () => random.next() - 0.5)
    const length = Math.hypot(...raw)
    const tried = Float64Array.from(raw, (part) => part / length)
    expect(apply(tried).reduce((sum, part, i) => sum + part * tried[i]!, 0)).toBeLessThan(values[0]!)
  }
})

it('centres the points, and takes none, one, or images that are all the same', () => {
  const rows = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 5],
  ]
  const points = projected(features(rows), principalComponents(features(rows), 2))
  for (const axis of [0, 1]) expect(points[axis]! + points[2 + axis]! + points[4 + axis]!).toBeCloseTo(0, 5)
  const of = (some: number[][]) => [...projected(features(some), principalComponents(features(some), 2))]
  expect(of([])).toEqual([])
  expect(of([[1, 2]])).toEqual([0, 0])
  expect(of(new Array<number[]>(5).fill([1, 2, 3])).every((value) => Math.abs(value) < 1e-6)).toBe(true)
  expect(of([[1], [3]]).map(Math.abs)).toEqual([1, 0, 1, 0])
})
