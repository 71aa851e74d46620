import type { Database } from 'better-sqlite3'
import type { WritableDatabase } from '../library/database.ts'
import { crossEntropy } from './evaluation.ts'

// The outputs of the active model, "3" or "3,7", that mean each class of the library.
const OUTPUTS = `outputs (class_id, indices) AS MATERIALIZED (
  SELECT now, group_concat(output) FROM settings JOIN model_outputs ON model_id = settings.value
  JOIN class_meanings ON class_meanings.id = model_outputs.class_id
  WHERE settings.key = 'active_model' GROUP BY now)`

const ACTIVE = "predictions.model_id = (SELECT value FROM settings WHERE key = 'active_model')"

const LOSS = `(
  SELECT cross_entropy(predictions.probabilities, indices) FROM images JOIN outputs ON class_id = label_class
  WHERE images.id = predictions.image_id)`

/** Gives a connection the SQL function by which losses are computed: of stored probabilities and a class's outputs. */
export function addCrossEntropy(db: Database): void {
  db.function('cross_entropy', { deterministic: true }, (probabilities: Buffer, outputs: string) => {
    const of = (output: string) => probabilities.readFloatLE(Number(output) * Float32Array.BYTES_PER_ELEMENT)
    return crossEntropy(outputs.split(',').reduce((sum, output) => sum + of(output), 0))
  })
}

/** Brings the active model's losses of an action's images in step with their labels. Part of the caller's transaction. */
export function labelsChanged(db: WritableDatabase, action: number): void {
  db.prepare(
    `WITH ${OUTPUTS} UPDATE predictions SET loss = ${LOSS}
     WHERE ${ACTIVE} AND image_id IN (SELECT image_id FROM label_events WHERE action_id = ?)`,
  ).run(action)
}

/**
 * Brings all losses of the model that is active now in step with labels given while it was not: losses are kept true
 * for one model, so that a label costs the same however many versions there are. Part of the caller's transaction.
 */
export function modelChanged(db: WritableDatabase): void {
  db.prepare(
    `WITH ${OUTPUTS} UPDATE predictions SET loss = ${LOSS} WHERE ${ACTIVE} AND loss IS NOT ${LOSS}`,
  ).run()
}
