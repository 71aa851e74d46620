import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Filter, Sort } from '../../../shared/contract/browse.ts'
import type { ClassId, ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'
import type { Library } from '../library/library.ts'
import { isSure } from '../models/calibration.ts'
import { labelImported } from '../labels/labels.ts'
import { imageIds, temporaryLibrary } from '../testing/fixtures.ts'
import { createLabels } from '../labels/labels.ts'
import { viewIds } from './view.ts'

const MODEL = 'v1' as ModelId
const active = { id: MODEL, threshold: 0.4 }

type Row = {
  id: number
  source: string
  split: string
  label: number | null
  actor: string | null
  name: string | null
  predicted: number | null
  confidence: number | null
  margin: number | null
  loss: number | null
}

/** Dataset images, photos with odd names, some labelled by hand, predictions for two thirds. */
function populated(): { library: Library; rows: Row[] } {
  const library = temporaryLibrary()
  const { write, read } = library.db
  const names = ['blue%shirt.jpg', 'BLUE_shirt.png', 'Ümläut.webp', 'plain.jpg']
  for (const [i, name] of names.entries()) {
    const id = write
      .prepare("INSERT INTO images (source, split) VALUES ('photo', ?)")
      .run(i % 2 ? 'train' : 'holdout')
    write
      .prepare("INSERT INTO photos VALUES (?, ?, ?, 'jpeg', 1, 10, 20, '2026-01-01T00:00:00Z')")
      .run(id.lastInsertRowid, `hash${i}`, name)
    if (i === 0) labelImported(write, Number(id.lastInsertRowid) as never, 2 as ClassId)
  }
  createLabels(library.db).set(imageIds(library).slice(5, 12), 4 as ClassId)
  createLabels(library.db).set(imageIds(library).slice(12, 14), null)
  write.prepare("INSERT INTO models VALUES (?, '', 1, '{}')").run(MODEL)
  write
    .prepare(
      `INSERT INTO predictions (model_id, image_id, class_id, confidence, probabilities, margin, loss)
       SELECT ?, id, 1 + (id * 7) % 10, (id * 13 % 97) / 97.0, x'00', (id * 17 % 89) / 89.0,
         iif(label_class IS NULL, NULL, id * 23 % 83 / 9.0)
       FROM images WHERE id % 3 > 0`,
    )
    .run(MODEL)
  const rows = read
    .prepare(
      `SELECT images.id, source, split, label_class AS label, label_actor AS actor, name,
         p.class_id AS predicted, p.confidence, p.margin, p.loss
       FROM images LEFT JOIN photos ON photos.image_id = images.id
       LEFT JOIN predictions AS p ON p.image_id = images.id ORDER BY images.id`,
    )
    .all() as Row[]
  return { library, rows }
}

/** What a filter means, said a second time in plain code. */
function fits(row: Row, filter: Filter, threshold: number | null): boolean {
  const anyLabel = filter.classes.length === 0 && !filter.unlabelled
  const labelFits =
    anyLabel || (row.label === null ? filter.unlabelled : filter.classes.includes(row.label as ClassId))
  const agrees = row.predicted === null || row.label === null ? null : row.predicted === row.label
  return (
    labelFits &&
    (filter.splits.length === 0 || filter.splits.includes(row.split as never)) &&
    (filter.sources.length === 0 || filter.sources.includes(row.source as never)) &&
    (filter.corrected === undefined || (row.actor === 'person') === filter.corrected) &&
    (filter.disagrees === undefined || agrees === !filter.disagrees) &&
    (filter.unsure === undefined ||
      (row.confidence !== null && isSure({ threshold }, row.confidence) === !filter.unsure)) &&
    (!filter.text || (row.name ?? '').toLowerCase().includes(filter.text.toLowerCase()))
  )
}

/** A connection that notes SQLite's plan of every query made through it. */
function explaining(db: ReadableDatabase): { db: ReadableDatabase; plans: string[] } {
  const plans: string[] = []
  const prepare = (sql: string) => ({
    pluck: () => ({
      all(...values: unknown[]) {
        const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[]
        plans.push(plan.map(({ detail }) => detail).join('\n'))
        return db
          .prepare(sql)
          .pluck()
          .all(...values)
      },
    }),
  })
  return { db: { prepare } as unknown as ReadableDatabase, plans }
}

describe('viewIds', () => {
  it('shows exactly the images that fit, for any filter and order', () => {
    const { library, rows } = populated()
    const filters = fc.record({
      classes: fc.uniqueArray(fc.integer({ min: 1, max: 10 }), { maxLength: 3 }),
      unlabelled: fc.boolean(),
      splits: fc.uniqueArray(fc.constantFrom('train', 'test', 'holdout'), { maxLength: 2 }),
      sources: fc.uniqueArray(fc.constantFrom('dataset', 'photo'), { maxLength: 2 }),
      corrected: fc.option(fc.boolean(), { nil: undefined }),
      disagrees: fc.option(fc.boolean(), { nil: undefined }),
      unsure: fc.option(fc.boolean(), { nil: undefined }),
      text: fc.option(fc.constantFrom('shirt', 'blue%', '_', 'JPG', 'nothing'), { nil: undefined }),
    })
    const thresholds = fc.constantFrom(0, 0.4, 39 / 97, null)
    fc.assert(
      fc.property(filters, fc.constantFrom(...Sort.options), thresholds, (raw, sort, threshold) => {
        const filter = Filter.parse(raw)
        const shown = viewIds(library.db.read, filter, sort, { id: MODEL, threshold })
        const expected = rows.filter((row) => fits(row, filter, threshold)).map((row) => row.id)
        expect([...shown].sort((a, b) => a - b)).toEqual(expected)
      }),
    )
  })

  it('puts the newest photos first, then the dataset in its order', () => {
    const { library } = populated()
    const ids = [...viewIds(library.db.read, Filter.parse({}), 'newest', null)]
    expect(ids.slice(0, 5)).toEqual([154, 153, 152, 151, 1])
  })

  it.each([
    ['least-sure', 'confidence', 1],
    ['smallest-margin', 'margin', 1],
    ['most-suspicious', 'loss', -1],
  ] as const)('by %s goes by the %s, and puts what has none last', (sort, score, sign) => {
    const { library, rows } = populated()
    const scores = new Map(rows.map((row) => [row.id, row[score]]))
    const shown = [...viewIds(library.db.read, Filter.parse({}), sort, active)].map((id) => scores.get(id)!)
    const scored = shown.filter((value) => value !== null)
    expect(scored).toEqual([...scored].sort((a, b) => sign * (a - b)))
    expect(shown.slice(scored.length).every((value) => value === null)).toBe(true)
    expect(scored.length).toBeGreaterThan(50)
    expect(viewIds(library.db.read, Filter.parse({}), sort, null)).toHaveLength(shown.length)
  })

  it.each(['least-sure', 'smallest-margin', 'most-suspicious'] as const)(
    'by %s walks an index of that order, whatever the filter: nothing is sorted, and no prediction looked through',
    (sort) => {
      const { library } = populated()
      for (const raw of [{}, { classes: [7] }, { disagrees: true }, { splits: ['test'], corrected: false }]) {
        const { db, plans } = explaining(library.db.read)
        viewIds(db, Filter.parse(raw), sort, active)
        expect(plans[0]).toMatch(/SEARCH p USING COVERING INDEX predictions_by_\w+ \(model_id=\?/)
        expect(plans[0]).toContain('SEARCH images USING INTEGER PRIMARY KEY')
        expect(plans[0]).not.toMatch(/SCAN|TEMP B-TREE/)
        // What has no score: nothing, as a rule.
        expect(plans[1]).not.toContain('SCAN p')
      }
    },
  )

  it('of what the model is not sure of walks the index of confidence', () => {
    const { library } = populated()
    const { db, plans } = explaining(library.db.read)
    viewIds(db, Filter.parse({ unsure: true }), 'newest', active)
    expect(plans[0]).toContain('predictions_by_confidence (model_id=? AND confidence<?)')
    expect(plans[0]).not.toContain('SCAN')
  })
})
