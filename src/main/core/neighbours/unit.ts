import type { ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'
import { readFeatures, type Features } from '../models/features.ts'

/** A version's features of all images it has described, each row of length 1 (or 0, where all of it is 0). */
export function readUnitFeatures(db: ReadableDatabase, model: ModelId): Features {
  const features = readFeatures(db, model)
  toUnitRows(features.values, features.width)
  return features
}

/** Scales each row of a matrix to length 1, in place. */
export function toUnitRows(values: Float32Array, width: number): void {
  for (let row = 0; row < values.length; row += width) {
    let sum = 0
    for (let i = row; i < row + width; i++) sum += values[i]! * values[i]!
    const scale = sum > 0 ? 1 / Math.sqrt(sum) : 0
    for (let i = row; i < row + width; i++) values[i]! *= scale
  }
}
