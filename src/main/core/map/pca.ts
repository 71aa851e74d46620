import { Random } from '../../../shared/random.ts'
import type { Features } from '../models/features.ts'

/** Directions that are sought together, of which the first are kept: those beside them make the first ones settle sooner. */
const BLOCK = 6
/** Far more than a spectrum needs whose first values differ at all. */
const MOST_TURNS = 500
/** Change of a direction, as the sine of its angle, below which it has settled. */
const SETTLED = 1e-6

/** Directions of length 1 in the space of the features, that of the greatest variance first; `mean` is the centre. */
export type Components = { mean: Float64Array; directions: Float64Array[] }

/**
 * Principal components (Pearson 1901): the first eigenvectors of the covariance, which is computed exactly; sought by
 * subspace iteration. Each points to where its largest part is positive, so that it is the same each time.
 * @param count how many; directions of no variance at all are arbitrary
 */
export function principalComponents({ ids, width, values }: Features, count: number): Components {
  const mean = meanOf(values, width, ids.length)
  const covariance = covarianceOf(values, mean, width)
  const random = new Random(1, 'principal components')
  let block = orthonormal(
    Array.from({ length: Math.min(BLOCK, width) }, () =>
      Float64Array.from({ length: width }, () => random.next() - 0.5),
    ),
  )
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const next = orthonormal(block.map((direction) => times(covariance, direction)))
    const change = Math.max(
      ...block.slice(0, count).map((direction, i) => 1 - Math.abs(dot(direction, next[i]!))),
    )
    block = next
    // 1 - cos is half the square of the sine.
    if (change < SETTLED ** 2 / 2) break
  }
  return { mean, directions: block.slice(0, count).map(pointedUp) }
}

/** Places of all rows along two directions: [ids, 2]; 0 where a direction is missing. */
export function projected({ ids, width, values }: Features, { mean, directions }: Components): Float32Array {
  const points = new Float32Array(2 * ids.length)
  for (const [axis, direction] of directions.entries()) {
    const centre = dot(mean, direction)
    for (let row = 0; row < ids.length; row++) {
      let sum = -centre
      for (let i = 0, at = row * width; i < width; i++, at++) sum += values[at]! * direction[i]!
      points[2 * row + axis] = sum
    }
  }
  return points
}

function meanOf(values: Float32Array, width: number, count: number): Float64Array {
  const mean = new Float64Array(width)
  for (let row = 0; row < values.length; row += width)
    for (let i = 0; i < width; i++) mean[i]! += values[row + i]! / count
  return mean
}

/** Four rows at a time, so that each sum is fetched and stored once for all four. Not divided by the count of rows. */
function covarianceOf(values: Float32Array, mean: Float64Array, width: number): Float64Array[] {
  const sums = Array.from({ length: width }, () => new Float64Array(width))
  const rows = Array.from({ length: 4 }, () => new Float64Array(width))
  const [a, b, c, d] = rows as [Float64Array, Float64Array, Float64Array, Float64Array]
  for (let start = 0; start < values.length; start += 4 * width) {
    for (const [n, row] of rows.entries()) {
      const from = start + n * width
      for (let i = 0; i < width; i++) row[i] = from < values.length ? values[from + i]! - mean[i]! : 0
    }
    for (let i = 0; i < width; i++) {
      const sum = sums[i]!
      const [ai, bi, ci, di] = [a[i]!, b[i]!, c[i]!, d[i]!]
      for (let j = i; j < width; j++) sum[j]! += ai * a[j]! + bi * b[j]! + ci * c[j]! + di * d[j]!
    }
  }
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) sums[i]![j] = sums[j]![i]!
  return sums
}

const times = (matrix: Float64Array[], vector: Float64Array): Float64Array =>
  Float64Array.from(matrix, (row) => dot(row, vector))

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** Gram and Schmidt's way, in place; what is left of no length becomes 0. */
function orthonormal(block: Float64Array[]): Float64Array[] {
  for (const [n, vector] of block.entries()) {
    const before = Math.sqrt(dot(vector, vector))
    for (const other of block.slice(0, n)) {
      const along = dot(vector, other)
      for (let i = 0; i < vector.length; i++) vector[i]! -= along * other[i]!
    }
    const length = Math.sqrt(dot(vector, vector))
    const scale = length > 1e-12 * before ? 1 / length : 0
    for (let i = 0; i < vector.length; i++) vector[i]! *= scale
  }
  return block
}

function pointedUp(direction: Float64Array): Float64Array {
  let largest = 0
  for (const part of direction) if (Math.abs(part) > Math.abs(largest)) largest = part
  return largest < 0 ? direction.map((part) => -part) : direction
}
