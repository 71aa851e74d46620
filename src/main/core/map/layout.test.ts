import { expect, it } from 'vitest'
import { neighbourGraph } from '../neighbours/graph.ts'
import { clusteredFeatures } from '../neighbours/testing.ts'
import { layoutOf } from './layout.ts'

it.each([3, 10, 17])('lays out %i images, each at a place', async (count) => {
  const told: number[] = []
  const graph = await neighbourGraph(clusteredFeatures(count, 6), () => {})
  const points = await layoutOf(graph, (fraction) => told.push(fraction))
  expect(points).toHaveLength(2 * count)
  expect(points.every(Number.isFinite)).toBe(true)
  expect(told.at(-1)).toBe(1)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
})
