import type { Filter, Sort } from '../../../shared/contract/browse.ts'
import type { ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'

type Clause = { sql: string; values: unknown[] }

/** The ids of all images that fit `filter`, in the order of `sort`. Unscored images come last in least-sure order. */
export function viewIds(
  db: ReadableDatabase,
  filter: Filter,
  sort: Sort,
  model: ModelId | null,
): Uint32Array<ArrayBuffer> {
  const clauses = filterClauses(filter, model)
  const needsPrediction = sort === 'least-sure' || filter.disagrees !== undefined
  const join = needsPrediction
    ? 'LEFT JOIN predictions AS p ON p.model_id = ? AND p.image_id = images.id'
    : ''
  const values = [...(needsPrediction ? [model] : []), ...clauses.flatMap((clause) => clause.values)]
  const where = ['images.present = 1', ...clauses.map((clause) => clause.sql)].join(' AND ')
  const ids = db
    .prepare(`SELECT images.id FROM images ${join} WHERE ${where} ORDER BY ${ORDER[sort]}`)
    .pluck()
    .all(...values) as number[]
  return Uint32Array.from(ids)
}

// Photos come before the dataset in "newest": what a person adds is what they want to see.
const ORDER: Record<Sort, string> = {
  newest:
    "images.source = 'photo' DESC, CASE WHEN images.source = 'photo' THEN -images.id ELSE images.id END",
  oldest: 'images.id',
  'least-sure': 'p.confidence IS NULL, p.confidence, images.id',
}

function filterClauses(filter: Filter, model: ModelId | null): Clause[] {
  const clauses: Clause[] = []
  const labelled: Clause[] = []
  if (filter.classes.length > 0) labelled.push(among('images.label_class', filter.classes))
  if (filter.unlabelled) labelled.push({ sql: 'images.label_class IS NULL', values: [] })
  if (labelled.length > 0) {
    clauses.push({
      sql: `(${labelled.map((clause) => clause.sql).join(' OR ')})`,
      values: labelled.flatMap((clause) => clause.values),
    })
  }
  if (filter.splits.length > 0) clauses.push(among('images.split', filter.splits))
  if (filter.sources.length > 0) clauses.push(among('images.source', filter.sources))
  if (filter.corrected !== undefined) {
    clauses.push({ sql: `images.label_actor IS ${filter.corrected ? '' : 'NOT'} 'person'`, values: [] })
  }
  if (filter.disagrees !== undefined) {
    const sign = filter.disagrees ? '<>' : '='
    clauses.push({ sql: model === null ? '0' : `p.class_id ${sign} images.label_class`, values: [] })
  }
  if (filter.text) clauses.push(nameContains(filter.text))
  return clauses
}

const among = (column: string, values: readonly unknown[]): Clause => ({
  sql: `${column} IN (${values.map(() => '?').join(', ')})`,
  values: [...values],
})

function nameContains(text: string): Clause {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return {
    sql: "images.id IN (SELECT image_id FROM photos WHERE name LIKE ? ESCAPE '\\')",
    values: [pattern],
  }
}
