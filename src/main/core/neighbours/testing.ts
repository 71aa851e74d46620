import type { ModelId } from '../../../shared/domain.ts'
import { Random } from '../../../shared/random.ts'
import type { Library } from '../library/library.ts'
import type { Features } from '../models/features.ts'
import { imageIds } from '../testing/fixtures.ts'
import { toUnitRows } from './unit.ts'

/** `count` rows of `width` numbers around ten centres, of length 1; ids 1, 2, … */
export function clusteredFeatures(count: number, width: number): Features {
  const random = new Random(1, 'clustered features')
  const centres = Array.from({ length: 10 }, () => Array.from({ length: width }, () => random.next() - 0.5))
  const values = Float32Array.from(
    { length: count * width },
    (_, i) => centres[Math.floor(i / width) % 10]![i % width]! + (random.next() - 0.5) / 3,
  )
  toUnitRows(values, width)
  return { ids: Uint32Array.from({ length: count }, (_, i) => i + 1), width, values }
}

/** Keeps features of a library's images, as `savePredictions` does, with a prediction each. */
export function addFeatures(
  { db: { write } }: Library,
  model: ModelId,
  features: ReadonlyMap<number, ArrayLike<number>>,
): void {
  const feature = write.prepare('INSERT OR REPLACE INTO features VALUES (?, ?, ?)')
  const prediction = write.prepare(
    `INSERT OR REPLACE INTO predictions (model_id, image_id, class_id, confidence, probabilities, margin, loss)
     VALUES (?, ?, 1, 0.5, x'00', 0.5, 0.5)`,
  )
  for (const [id, vector] of features) {
    feature.run(model, id, new Uint8Array(Float16Array.from(vector).buffer))
    prediction.run(model, id)
  }
}

/** Features of all images of a library, around ten centres. */
export function addClusteredFeatures(library: Library, model: ModelId, width = 8): void {
  const ids = imageIds(library)
  const { values } = clusteredFeatures(ids.length, width)
  addFeatures(library, model, new Map(ids.map((id, i) => [id, values.subarray(i * width, (i + 1) * width)])))
}
