import { stringify } from 'csv-stringify/sync'
import type { ModelId, Source } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'

// When a label came from the dataset, nobody set it at any time.
const ROWS = `
  SELECT images.id, coalesce(photos.name, split || ' ' || dataset_index) AS file, source, split,
    label.name AS label, label_actor AS labelledBy,
    CASE WHEN label_actor <> 'dataset' THEN (
      SELECT at FROM label_events AS event JOIN label_actions AS action ON action.id = event.action_id
      WHERE event.image_id = images.id ORDER BY event.id DESC LIMIT 1
    ) END AS labelledAt,
    predicted.name AS prediction, confidence
  FROM images
  LEFT JOIN photos ON photos.image_id = images.id
  LEFT JOIN all_classes AS label ON label.id = label_class
  LEFT JOIN predictions ON model_id = ? AND predictions.image_id = images.id
  LEFT JOIN classes AS predicted ON predicted.id = predictions.class_id
  WHERE present = 1 AND source IN (SELECT value FROM json_each(?)) ORDER BY images.id`

/**
 * All images of these sources with their labels and a model's predictions as CSV (RFC 4180, UTF-8, a line of headings): a row each, empty
 * where there is no label or no prediction. What a spreadsheet would take for a formula is quoted with an apostrophe.
 */
export function labelTable(
  db: ReadableDatabase,
  model: ModelId | null,
  sources: readonly Source[],
): { rows: number; csv: string } {
  const statement = db.prepare(ROWS)
  const columns = statement.columns().map(({ name }) => name)
  const rows = statement.all(model, JSON.stringify(sources))
  return { rows: rows.length, csv: stringify(rows, { header: true, columns, escape_formulas: true }) }
}
