import type { Random } from '../../src/shared/random.ts'

/** A value at each point of the picture, about -1 to 1. */
export type Field = (x: number, y: number) => number

const LATTICE = 64

/**
 * Smooth noise (value noise: random numbers on a lattice, blended between). `cell` is the distance of its blobs, in
 * pixels along x and y.
 */
export function smoothNoise(random: Random, cellX: number, cellY = cellX): Field {
  const values = Float32Array.from({ length: LATTICE * LATTICE }, () => random.between(-1, 1))
  const at = (x: number, y: number) => values[(y & (LATTICE - 1)) * LATTICE + (x & (LATTICE - 1))]!
  const ease = (t: number) => t * t * (3 - 2 * t)
  return (x, y) => {
    const [u, v] = [x / cellX + 1e4, y / cellY + 1e4]
    const [x0, y0] = [Math.floor(u), Math.floor(v)]
    const [fx, fy] = [ease(u - x0), ease(v - y0)]
    const top = at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx
    const bottom = at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx
    return top * (1 - fy) + bottom * fy
  }
}

/** Noise of three sizes of blob, the smaller the weaker: folds and shadows. */
export function folds(random: Random, cell: number): Field {
  const layers = [1, 0.5, 0.25].map((size) => ({ size, noise: smoothNoise(random, cell * size) }))
  return (x, y) => layers.reduce((sum, { size, noise }) => sum + size * noise(x, y), 0) / 1.75
}
