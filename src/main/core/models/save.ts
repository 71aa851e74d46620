import type { ClassId, ImageId } from '../../../shared/domain.ts'
import type { WritableDatabase } from '../library/database.ts'
import type { Library } from '../library/library.ts'
import { storedFixes } from '../photos/fixes.ts'
import { answerOf } from './answer.ts'
import { crossEntropy } from './evaluation.ts'
import type { Manifest } from './manifest.ts'
import { byClass, meaningsOf, outputsOf } from './outputs.ts'

/** What a model says of images, a row each: probabilities at its temperature, and the features they come from. */
export type Described = { probabilities: Float32Array<ArrayBuffer>; features: Uint8Array<ArrayBuffer> }

/**
 * Keeps what a version says of these images; those that are gone meanwhile are passed over, and photos whose fix is not the
 * one that they were described with. Of a version that tells no living class nothing is kept.
 */
export type SavePredictions = (
  model: Manifest,
  ids: ImageId[],
  described: Described,
  fixes: ReadonlyMap<ImageId, string>,
) => void

/** Predictions with their margin, loss and features are written together: where there is one, there are all. */
export function savePredictions({ db: { write } }: Library): SavePredictions {
  const save: SavePredictions = (model, ids, { probabilities, features }, fixes) => {
    const labels = labelsOf(ids)
    const fixesNow = storedFixes(write, ids)
    const outputs = outputsOf(meaningsOf(write, model.id))
    if (outputs.classes.length === 0) return
    const width = outputs.columns.length
    const bytes = features.length / ids.length
    const prediction = write.prepare(
      `INSERT OR REPLACE INTO predictions (model_id, image_id, class_id, confidence, probabilities, margin, loss)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    const feature = write.prepare(
      'INSERT OR REPLACE INTO features (model_id, image_id, vector) VALUES (?, ?, ?)',
    )
    for (const [i, id] of ids.entries()) {
      const label = labels.get(id)
      if (label === undefined || fixesNow.get(id) !== fixes.get(id)) continue
      const said = probabilities.slice(i * width, (i + 1) * width)
      const row = byClass(said, outputs)
      const { classId, confidence, margin } = answerOf(row, outputs.classes)
      const column = label === null ? -1 : outputs.classes.indexOf(label)
      const loss = column < 0 ? null : crossEntropy(row[column]!)
      prediction.run(model.id, id, classId, confidence, new Uint8Array(said.buffer), margin, loss)
      feature.run(model.id, id, features.subarray(i * bytes, (i + 1) * bytes))
    }
  }
  const labelsOf = (ids: ImageId[]) =>
    new Map(
      write
        .prepare('SELECT id, label_class FROM images WHERE id IN (SELECT value FROM json_each(?))')
        .raw()
        .all(JSON.stringify(ids)) as [ImageId, ClassId | null][],
    )
  // The lock before the labels are read: none may change between that and the loss against it.
  return write.transaction(save).immediate
}

/** Takes away what all versions have said of an image. Model for model, as the primary key has it. */
export function dropPredictions(write: WritableDatabase, id: ImageId): void {
  for (const table of ['predictions', 'features']) {
    write.prepare(`DELETE FROM ${table} WHERE image_id = ? AND model_id IN (SELECT id FROM models)`).run(id)
  }
}
