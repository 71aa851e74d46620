import type { ImageDetail, LabelChange } from '../../../shared/contract/browse.ts'
import { FASHION_MNIST_INPUT, type ClassId, type ImageId, type ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'
import { findingsOf } from '../checks/found.ts'
import { noneWithoutEngine } from '../models/none-without-engine.ts'
import type { Predictions } from '../models/predictions.ts'
import { asFix } from '../photos/fixes.ts'
import { imageUnknown } from './image-unknown.ts'
import { imageRows } from './rows.ts'

type PhotoRow = {
  sha256: string
  format: string
  bytes: number
  width: number
  height: number
  added_at: string
  fix: string | null
}

/** Everything about one image; it is classified now if it has not been yet. @throws HaberdashError `image-unknown` */
export async function imageDetail(
  db: ReadableDatabase,
  predictions: Predictions,
  id: ImageId,
): Promise<ImageDetail> {
  // Label, history and file are there whatever has become of the engine or the model.
  const probabilities = await predictions.of(id).catch(noneWithoutEngine)
  const [row] = imageRows(db, [id], predictions.model())
  if (!row) throw imageUnknown()
  const photo = db
    .prepare('SELECT * FROM photos LEFT JOIN photo_fixes USING (image_id) WHERE image_id = ?')
    .get(id) as PhotoRow | undefined
  return {
    ...row,
    width: photo?.width ?? FASHION_MNIST_INPUT.width,
    height: photo?.height ?? FASHION_MNIST_INPUT.height,
    file: photo
      ? { format: photo.format, bytes: photo.bytes, sha256: photo.sha256, addedAt: photo.added_at }
      : null,
    fix: photo ? asFix(photo.fix) : null,
    probabilities,
    ...doubt(db, id, predictions.model()?.id ?? null),
    findings: findingsOf(db, id),
    history: history(db, id),
  }
}

function doubt(
  db: ReadableDatabase,
  id: ImageId,
  model: ModelId | null,
): Pick<ImageDetail, 'margin' | 'loss'> {
  const row = db
    .prepare('SELECT margin, loss FROM predictions WHERE model_id = ? AND image_id = ?')
    .get(model, id)
  return (row as Pick<ImageDetail, 'margin' | 'loss'> | undefined) ?? { margin: null, loss: null }
}

function history(db: ReadableDatabase, id: ImageId): LabelChange[] {
  const given = db.prepare('SELECT given_class FROM images WHERE id = ?').pluck().get(id) as ClassId | null
  const events = db
    .prepare(
      `SELECT event.from_class AS "from", event.to_class AS "to", event.to_actor AS actor, action.kind, action.at
       FROM label_events AS event JOIN label_actions AS action ON action.id = event.action_id
       WHERE event.image_id = ? ORDER BY event.id`,
    )
    .all(id) as (Omit<LabelChange, 'actor'> & { actor: LabelChange['actor'] | null; kind: string })[]
  const changes = events.map(({ from, to, actor, kind, at }): LabelChange => {
    return { from, to, actor: whoChanged(kind, actor), at }
  })
  return given === null ? changes : [{ from: null, to: given, actor: 'dataset', at: null }, ...changes]
}

/** Whatever an undo brings back, or a merger moves, it was the person who did it. */
function whoChanged(kind: string, actor: LabelChange['actor'] | null): LabelChange['actor'] {
  if (kind === 'import') return actor ?? 'import'
  return kind === 'set' && actor === 'model' ? 'model' : 'person'
}
