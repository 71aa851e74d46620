import type { ImageRow } from '../../../shared/contract/browse.ts'
import type { Actor, ClassId, ImageId, Source, Split } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'
import { isSure } from '../models/calibration.ts'
import type { Manifest } from '../models/manifest.ts'

/** A model as far as a row tells of it. */
type Model = Pick<Manifest, 'id' | 'threshold'>

type Row = {
  id: ImageId
  source: Source
  split: Split
  dataset_index: number | null
  label_class: ClassId | null
  label_actor: Actor | null
  name: string | null
  width: number | null
  height: number | null
  predicted: ClassId | null
  confidence: number | null
  flagged: 0 | 1
}

const SELECT = `
  SELECT images.id, source, split, dataset_index, label_class, label_actor, photos.name, photos.width, photos.height,
    p.class_id AS predicted, p.confidence, flags.image_id IS NOT NULL AS flagged
  FROM json_each(?) AS wanted
  CROSS JOIN images ON images.id = wanted.value
  LEFT JOIN flags ON flags.image_id = images.id
  LEFT JOIN photos ON photos.image_id = images.id
  LEFT JOIN predictions AS p ON p.model_id = ? AND p.image_id = images.id
  ORDER BY wanted.key`

/** Rows of these images in the order asked; ids that are not in the library are left out. */
export function imageRows(db: ReadableDatabase, ids: ImageId[], model: Model | null): ImageRow[] {
  const rows = db.prepare(SELECT).all(JSON.stringify(ids), model?.id ?? null) as Row[]
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    split: row.split,
    label: row.label_class,
    labelledBy: row.label_actor,
    prediction:
      model !== null && row.predicted !== null && row.confidence !== null
        ? {
            model: model.id,
            classId: row.predicted,
            confidence: row.confidence,
            sure: isSure(model, row.confidence),
          }
        : null,
    flagged: row.flagged === 1,
    name: row.name ?? `${row.split} ${row.dataset_index}`,
    aspect: row.width && row.height ? row.width / row.height : 1,
  }))
}
