import type { Filter, Sort } from '../../../shared/contract/browse.ts'
import type { ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'
import type { Manifest } from '../models/manifest.ts'

type Clause = { sql: string; values: unknown[] }
/** A model as far as a view goes by it. */
type Model = Pick<Manifest, 'id' | 'threshold'>

/** The ids of all images that fit `filter`, in the order of `sort`. What has no such score comes last, by id. */
export function viewIds(
  db: ReadableDatabase,
  filter: Filter,
  sort: Sort,
  active: Model | null,
): Uint32Array<ArrayBuffer> {
  const model = active?.id ?? null
  const clauses = filterClauses(filter, active)
  const where: Clause = {
    sql: ['images.present = 1', ...clauses.map((clause) => clause.sql)].join(' AND '),
    values: clauses.flatMap((clause) => clause.values),
  }
  const queries =
    sort === 'newest' || sort === 'oldest'
      ? [listed(where, lookedThrough(filter, model), ORDER[sort])]
      : [ranked(where, model, ...SCORE[sort]), unranked(where, model, SCORE[sort][0])]
  return Uint32Array.from(
    queries.flatMap(
      ({ sql, values }) =>
        db
          .prepare(sql)
          .pluck()
          .all(...values) as number[],
    ),
  )
}

// Photos come before the dataset in "newest": what a person adds is what they want to see.
const ORDER = {
  newest:
    "images.source = 'photo' DESC, CASE WHEN images.source = 'photo' THEN -images.id ELSE images.id END",
  oldest: 'images.id',
}

const SCORE: Record<Exclude<Sort, keyof typeof ORDER>, [column: string, direction: 'ASC' | 'DESC']> = {
  'most-suspicious': ['p.loss', 'DESC'],
  'smallest-margin': ['p.margin', 'ASC'],
  'least-sure': ['p.confidence', 'ASC'],
}

const PREDICTED = 'LEFT JOIN predictions AS p ON p.model_id = ? AND p.image_id = images.id'

/** Walks the index of confidence; CROSS JOIN keeps SQLite to it. */
const BY_CONFIDENCE = 'predictions AS p CROSS JOIN images ON p.model_id = ? AND images.id = p.image_id'

/** What is looked through for a view that no score orders. */
function lookedThrough({ unsure, disagrees }: Filter, model: ModelId | null): Clause {
  if (unsure !== undefined) return { sql: BY_CONFIDENCE, values: [model] }
  if (disagrees !== undefined) return { sql: `images ${PREDICTED}`, values: [model] }
  return { sql: 'images', values: [] }
}

const listed = (where: Clause, from: Clause, order: string): Clause => ({
  sql: `SELECT images.id FROM ${from.sql} WHERE ${where.sql} ORDER BY ${order}`,
  values: [...from.values, ...where.values],
})

/** Walks the score's index, which has the order already; CROSS JOIN keeps SQLite to it. */
const ranked = (where: Clause, model: ModelId | null, column: string, direction: 'ASC' | 'DESC'): Clause => ({
  sql: `SELECT p.image_id FROM predictions AS p CROSS JOIN images ON images.id = p.image_id
    WHERE p.model_id = ? AND ${column} IS NOT NULL AND ${where.sql} ORDER BY ${column} ${direction}, p.image_id`,
  values: [model, ...where.values],
})

const unranked = (where: Clause, model: ModelId | null, column: string): Clause => ({
  sql: `SELECT images.id FROM images ${PREDICTED} WHERE ${column} IS NULL AND ${where.sql} ORDER BY images.id`,
  values: [model, ...where.values],
})

function filterClauses(filter: Filter, model: Model | null): Clause[] {
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
  if (filter.unsure !== undefined) clauses.push(sureness(filter.unsure, model))
  if (filter.text) clauses.push(nameContains(filter.text))
  return clauses
}

/** No confidence is enough for a model that never is sure. */
function sureness(unsure: boolean, model: Model | null): Clause {
  if (model === null) return { sql: '0', values: [] }
  return { sql: `p.confidence ${unsure ? '<' : '>='} ?`, values: [model.threshold ?? Infinity] }
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
