import { expect, it } from 'vitest'
import type { Features } from '../models/features.ts'
import { neighbourGraph } from './graph.ts'
import { nearest } from './nearest.ts'
import { clusteredFeatures } from './testing.ts'

const quiet = () => {}

/** Worked out independently: all distances, sorted. */
function byHand(
  { width, values, ids }: Features,
  place: number,
  k: number,
): [place: number, distance: number][] {
  const row = (i: number) => values.subarray(i * width, (i + 1) * width)
  const distances = Array.from(ids, (_, i): [number, number] => [
    i,
    Math.sqrt(row(place).reduce((sum, value, j) => sum + (value - row(i)[j]!) ** 2, 0)),
  ])
  return distances.sort((a, b) => a[1] - b[1] || a[0] - b[0]).slice(0, k)
}

it.each([0, 1, 2, 10, 40])('of %i images it is exact, each image its own nearest', async (count) => {
  const features = clusteredFeatures(count, 6)
  const graph = await neighbourGraph(features, quiet)
  expect(graph.k).toBe(Math.min(16, count))
  expect(graph.indices).toHaveLength(count * graph.k)
  for (let i = 0; i < count; i++) {
    const wanted = byHand(features, i, graph.k)
    const row = (values: Iterable<number>) => [...values].slice(i * graph.k, (i + 1) * graph.k)
    expect(row(graph.indices)).toEqual(wanted.map(([place]) => place))
    for (const [rank, distance] of row(graph.distances).entries())
      expect(distance).toBeCloseTo(wanted[rank]![1], 3)
  }
})

it('of many images it finds nearly all, the same each time', async () => {
  const features = clusteredFeatures(3000, 24)
  const told: number[] = []
  const graph = await neighbourGraph(features, (fraction) => told.push(fraction))
  const again = await neighbourGraph(features, quiet)
  expect(again.indices).toEqual(graph.indices)
  let found = 0
  for (let i = 0; i < 3000; i += 30) {
    const row = new Set(graph.indices.subarray(i * graph.k, (i + 1) * graph.k))
    expect(graph.indices[i * graph.k]).toBe(i)
    found += byHand(features, i, graph.k).filter(([place]) => row.has(place)).length
  }
  expect(found / (100 * graph.k)).toBeGreaterThan(0.97)
  expect(told.at(-1)).toBe(1)
})

it('the nearest of one, twins and all, come most similar first, itself before its twins', () => {
  const features: Features = {
    ...{ ids: Uint32Array.of(5, 6, 7, 9), width: 2 },
    values: Float32Array.of(1, 0, 1, 0, 0, 1, 0.6, 0.8),
  }
  const { places, similarities } = nearest(features, 1, 3)
  expect([...places]).toEqual([1, 0, 3])
  expect([...similarities]).toEqual([1, 1, Math.fround(0.6)])
  expect([...nearest(features, 1, 99).places]).toEqual([1, 0, 3, 2])
})
