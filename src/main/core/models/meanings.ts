import type { ClassId, ModelId } from '../../../shared/domain.ts'
import type { WritableDatabase } from '../library/database.ts'
import { answerOf } from './answer.ts'
import { modelChanged } from './losses.ts'
import { byClass, meaningsOf, outputsOf } from './outputs.ts'

/** Predictions read at once. */
const BATCH = 5000

/**
 * Runs what may change the class that outputs mean (a class is merged, taken away, or comes back), and brings what models
 * have said in step with it: kept probabilities are those of the outputs, so nothing is classified again. The answers of a
 * model that tells no living class any more are taken away. Part of the caller's transaction.
 */
export function changeMeanings(db: WritableDatabase, change: () => void): void {
  const models = db.prepare('SELECT id FROM models').pluck().all() as ModelId[]
  const before = new Map(models.map((id) => [id, meaningsOf(db, id)]))
  change()
  for (const [id, meanings] of before) {
    const now = meaningsOf(db, id)
    if (now.some((classId, output) => classId !== meanings[output])) sayAgain(db, id, now)
  }
  modelChanged(db)
}

function sayAgain(db: WritableDatabase, model: ModelId, meanings: (ClassId | null)[]): void {
  const outputs = outputsOf(meanings)
  if (outputs.classes.length === 0) {
    db.prepare('DELETE FROM predictions WHERE model_id = ?').run(model)
    return
  }
  const some = db
    .prepare(
      'SELECT image_id, probabilities FROM predictions WHERE model_id = ? AND image_id > ? ORDER BY image_id LIMIT ?',
    )
    .raw()
  const update = db.prepare(
    'UPDATE predictions SET class_id = ?, confidence = ?, margin = ? WHERE model_id = ? AND image_id = ?',
  )
  for (let after = 0, rows; (rows = some.all(model, after, BATCH) as [number, Uint8Array][]).length > 0;) {
    for (const [image, bytes] of rows) {
      const row = byClass(new Float32Array(new Uint8Array(bytes).buffer), outputs)
      const { classId, confidence, margin } = answerOf(row, outputs.classes)
      update.run(classId, confidence, margin, model, image)
      after = image
    }
  }
}
