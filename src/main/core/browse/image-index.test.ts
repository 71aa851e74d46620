import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Filter, Sort, type ViewSpec } from '../../../shared/contract/browse.ts'
import type { Actor, ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import { notGarment } from '../classes/not-garment.ts'
import { flag } from '../labels/flags.ts'
import { createLabels, labelImported } from '../labels/labels.ts'
import type { Library } from '../library/library.ts'
import { isSure } from '../models/calibration.ts'
import { imageIds, temporaryLibrary } from '../testing/fixtures.ts'
import { createImageIndex, type ImageIndex } from './image-index.ts'
import type { Model } from './match.ts'

const MODEL = 'v1' as ModelId
const ACTIVE: Model = { id: MODEL, threshold: 0.4 }
const NONE = 99

type Row = {
  id: ImageId
  source: string
  split: string
  label: number | null
  actor: Actor | null
  flagged: 0 | 1
  name: string | null
  predicted: number | null
  confidence: number | null
  margin: number | null
  loss: number | null
  added: number | null
  labelled: number | null
  event: number | null
}

const ROWS = `
  SELECT images.id, source, split, label_class AS label, label_actor AS actor, flags.image_id IS NOT NULL AS flagged,
    name, p.class_id AS predicted, p.confidence, p.margin, p.loss, unixepoch(added_at) AS added,
    (SELECT max(id) FROM label_events WHERE image_id = images.id) AS event,
    (SELECT max(unixepoch(at)) FROM label_events JOIN label_actions ON label_actions.id = action_id
     WHERE image_id = images.id) AS labelled
  FROM images LEFT JOIN photos ON photos.image_id = images.id LEFT JOIN flags ON flags.image_id = images.id
  LEFT JOIN predictions AS p ON p.model_id = '${MODEL}' AND p.image_id = images.id
  WHERE present = 1 ORDER BY images.id`

const rowsOf = ({ db }: Library) => db.read.prepare(ROWS).all() as Row[]

/** Dataset images, photos with odd names, some labelled by each actor, some flagged, predictions for two thirds. */
function populated(): { library: Library; index: ImageIndex; rows: Row[] } {
  const library = temporaryLibrary()
  const { write } = library.db
  const names = ['blue%shirt.jpg', 'BLUE_shirt.png', 'Ümläut.webp', 'plain.jpg']
  for (const [i, name] of names.entries()) {
    const id = write
      .prepare("INSERT INTO images (source, split) VALUES ('photo', ?)")
      .run(i % 2 ? 'train' : 'holdout')
    write
      .prepare("INSERT INTO photos VALUES (?, ?, ?, 'jpeg', 1, 10, 20, ?)")
      .run(id.lastInsertRowid, `hash${i}`, name, `2026-01-0${i + 1}T00:00:00Z`)
    if (i === 0) labelImported(write, Number(id.lastInsertRowid) as ImageId, 2 as ClassId)
  }
  const labels = createLabels(library.db)
  const ids = imageIds(library)
  labels.set(ids.slice(5, 12), 4 as ClassId)
  labels.set(ids.slice(12, 14), null)
  labels.set(ids.slice(20, 24), 6 as ClassId, { by: 'model' })
  labels.set(ids.slice(30, 33), notGarment(library.db.read).id)
  // As if some of that had been yesterday.
  write.prepare("UPDATE label_actions SET at = '2026-02-01T12:00:00Z' WHERE id <= 2").run()
  flag(library.db, ids.slice(8, 15), true)
  write.prepare("INSERT INTO models VALUES (?, '', 1, '{}')").run(MODEL)
  write
    .prepare(
      `INSERT INTO predictions (model_id, image_id, class_id, confidence, probabilities, margin, loss)
       SELECT ?, id, 1 + (id * 7) % 10, (id * 13 % 97) / 97.0, x'00', (id * 17 % 89) / 89.0,
         iif(label_class IS NULL, NULL, id * 23 % 83 / 9.0)
       FROM images WHERE id % 3 > 0`,
    )
    .run(MODEL)
  return { library, index: createImageIndex(library), rows: rowsOf(library) }
}

const within = (value: number | null, range: { from?: number; to?: number } | undefined) =>
  !range ||
  (range.from === undefined && range.to === undefined) ||
  (value !== null && value >= (range.from ?? 0) && value <= (range.to ?? Infinity))

const during = (seconds: number | null, period: { from?: string; before?: string } | undefined) =>
  !period ||
  (period.from === undefined && period.before === undefined) ||
  (seconds !== null &&
    seconds * 1000 >= Date.parse(period.from ?? '1970-01-01') &&
    seconds * 1000 < Date.parse(period.before ?? '2100-01-01'))

/** What a filter means, said a second time in plain code. */
function fits(row: Row, filter: Filter, threshold: number | null, none: ClassId): boolean {
  const anyLabel = filter.classes.length === 0 && !filter.unlabelled
  const labelFits =
    anyLabel || (row.label === null ? filter.unlabelled : filter.classes.includes(row.label as ClassId))
  const agrees =
    row.predicted === null || row.label === null || row.label === none ? null : row.predicted === row.label
  const byPerson = row.actor === 'person' || row.actor === 'model'
  return (
    labelFits &&
    (filter.splits.length === 0 || filter.splits.includes(row.split as never)) &&
    (filter.sources.length === 0 || filter.sources.includes(row.source as never)) &&
    (filter.labelledBy.length === 0 || filter.labelledBy.includes(row.actor!)) &&
    (filter.corrected === undefined || byPerson === filter.corrected) &&
    (filter.flagged === undefined || (row.flagged === 1) === filter.flagged) &&
    (filter.predicted.length === 0 || filter.predicted.includes(row.predicted as ClassId)) &&
    (filter.disagrees === undefined || agrees === !filter.disagrees) &&
    (filter.unsure === undefined ||
      (row.confidence !== null && isSure({ threshold }, row.confidence) === !filter.unsure)) &&
    within(row.confidence, filter.confidence) &&
    within(row.margin, filter.margin) &&
    within(row.loss, filter.loss) &&
    during(row.added, filter.added) &&
    during(row.labelled, filter.labelled) &&
    (!filter.text || (row.name ?? '').toLowerCase().includes(filter.text.toLowerCase()))
  )
}

const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined })
const range = (most: number) =>
  maybe(
    fc.record({
      from: maybe(fc.double({ min: 0, max: most, noNaN: true })),
      to: maybe(fc.constant(most / 2)),
    }),
  )
const period = (...days: string[]) =>
  maybe(fc.record({ from: maybe(fc.constantFrom(...days)), before: maybe(fc.constantFrom(...days)) }))
const classes = fc.uniqueArray(fc.constantFrom(1, 2, 3, 4, 5, 6, 7, NONE), { maxLength: 4 })

const filters = fc.record({
  classes,
  unlabelled: fc.boolean(),
  splits: fc.uniqueArray(fc.constantFrom('train', 'test', 'holdout'), { maxLength: 2 }),
  sources: fc.uniqueArray(fc.constantFrom('dataset', 'photo'), { maxLength: 2 }),
  labelledBy: fc.uniqueArray(fc.constantFrom('dataset', 'person', 'model', 'import'), { maxLength: 2 }),
  corrected: maybe(fc.boolean()),
  flagged: maybe(fc.boolean()),
  predicted: classes,
  disagrees: maybe(fc.boolean()),
  unsure: maybe(fc.boolean()),
  ...{ confidence: range(1), margin: range(1), loss: range(9) },
  added: period('2026-01-02T00:00:00Z', '2026-01-04T00:00:00Z'),
  labelled: period('2026-02-01T12:00:00Z', '2026-03-01T00:00:00Z'),
  text: maybe(fc.constantFrom('shirt', 'blue%', '_', 'JPG', 'nothing')),
})
/** Most parts of a filter at once let nothing through: some are taken away. */
const sparse = fc
  .tuple(filters, fc.uniqueArray(fc.constantFrom(...Object.keys(Filter.shape)), { minLength: 9 }))
  .map(([filter, gone]) =>
    Object.fromEntries(Object.entries(filter).filter(([part]) => !gone.includes(part))),
  )

const spec = (sort: Sort, filter: object = {}, seed = 0): ViewSpec => ({
  ...{ filter: Filter.parse(filter), sort, seed },
})

describe('a view', () => {
  it('shows exactly the images that fit, for any filter and order', () => {
    const { library, index, rows } = populated()
    const none = notGarment(library.db.read).id
    const named = (ids?: number[]) => ids?.map((id) => (id === NONE ? none : id))
    const thresholds = fc.constantFrom(0, 0.4, 39 / 97, null)
    let shownAtAll = 0
    fc.assert(
      fc.property(sparse, fc.constantFrom(...Sort.options), thresholds, (raw, sort, threshold) => {
        const filter = Filter.parse({
          ...raw,
          ...('classes' in raw && { classes: named(raw['classes'] as number[]) }),
          ...('predicted' in raw && { predicted: named(raw['predicted'] as number[]) }),
        })
        const model = { id: MODEL, threshold }
        const shown = index.view({ filter, sort, seed: 7 }, model)
        const expected = rows.filter((row) => fits(row, filter, threshold, none)).map((row) => row.id)
        expect([...shown].sort((a, b) => a - b)).toEqual(expected)
        expect(index.count(filter, model)).toBe(expected.length)
        shownAtAll += expected.length > 0 ? 1 : 0
      }),
      { numRuns: 500 },
    )
    expect(shownAtAll).toBeGreaterThan(200)
  })

  it('puts the newest photos first, then the dataset in its order', () => {
    const ids = [...populated().index.view(spec('newest'), null)]
    expect(ids.slice(0, 5)).toEqual([154, 153, 152, 151, 1])
  })

  it.each([
    ['least-sure', 'confidence', 1],
    ['most-sure', 'confidence', -1],
    ['smallest-margin', 'margin', 1],
    ['largest-margin', 'margin', -1],
    ['most-suspicious', 'loss', -1],
    ['least-suspicious', 'loss', 1],
    ['by-prediction', 'predicted', 1],
    ['last-labelled', 'event', -1],
  ] as const)('%s goes by the %s, and puts what has none last', (sort, score, sign) => {
    const { index, rows } = populated()
    const scores = new Map<number, number | null>(rows.map((row) => [row.id, row[score]]))
    const shown = [...index.view(spec(sort), ACTIVE)].map((id) => scores.get(id)!)
    const scored = shown.filter((value) => value !== null)
    expect(scored).toEqual([...scored].sort((a, b) => sign * (a - b)))
    expect(shown.slice(scored.length).every((value) => value === null)).toBe(true)
    expect(scored.length).toBeGreaterThan(10)
    expect(index.view(spec(sort), null)).toHaveLength(shown.length)
  })

  it('fits nothing where a class is asked for that no library has, however high its number or long the list', () => {
    const { index } = populated()
    const count = (filter: Partial<Filter>) => index.count(Filter.parse(filter), ACTIVE)
    const absurd = [2 ** 40, Number.MAX_SAFE_INTEGER, 4e9] as ClassId[]
    expect(count({ classes: absurd })).toBe(0)
    expect(count({ predicted: absurd })).toBe(0)
    const once = count({ labelledBy: ['dataset'] })
    expect(count({ labelledBy: Array<Actor>(200_000).fill('dataset') })).toBe(once)
  })

  it('goes by the classes in the order a person has put them in', () => {
    const { library, index, rows } = populated()
    library.db.write.prepare('UPDATE all_classes SET position = -1 WHERE id = 6').run()
    const labels = new Map<number, number | null>(rows.map((row) => [row.id, row.label]))
    const shown = [...index.view(spec('by-class'), null)].map((id) => labels.get(id))
    const order = [...new Set(shown)]
    expect(order.slice(0, 3)).toEqual([6, 1, 2])
    expect(order.slice(-2)).toEqual([notGarment(library.db.read).id, null])
    expect(shown).toEqual([...shown].sort((a, b) => order.indexOf(a) - order.indexOf(b)))
  })

  it('goes by name, whatever its case, and then through the dataset', () => {
    const { index, rows } = populated()
    const names = new Map<number, string | null>(rows.map((row) => [row.id, row.name]))
    const shown = [...index.view(spec('by-name'), null)].map((id) => names.get(id))
    expect(shown.slice(0, 5)).toEqual(['blue%shirt.jpg', 'BLUE_shirt.png', 'plain.jpg', 'Ümläut.webp', null])
  })

  it('is in another disorder for another seed, and in the same for the same', () => {
    const { index } = populated()
    const order = (seed: number) => [...index.view(spec('random', {}, seed), null)]
    expect(order(1)).toEqual(order(1))
    expect(order(1)).not.toEqual(order(2))
    const ascending = order(3).filter((id, place, all) => place > 0 && id > all[place - 1]!).length
    expect(ascending).toBeGreaterThan(50)
    expect(ascending).toBeLessThan(104)
  })
})

describe('the index', () => {
  it('says of each part of a filter how many images would fit without it', () => {
    const { index, rows } = populated()
    const filter = Filter.parse({ classes: [4], unlabelled: true, splits: ['holdout'], text: 'nothing' })
    expect(index.count(filter, null)).toBe(0)
    const parts = [
      { part: 'classes', images: 0 },
      { part: 'splits', images: 0 },
      { part: 'text', images: 1 },
    ]
    expect(index.without(filter, null)).toEqual({ parts, unscored: rows.length })
    const unscored = rows.filter(({ predicted }) => predicted === null).length
    expect(index.without(filter, ACTIVE)).toEqual({ parts, unscored })
  })

  it('follows labels, flags, photos and predictions that change', () => {
    const { library, index } = populated()
    index.view(spec('oldest'), ACTIVE)
    const { write } = library.db
    const ids = imageIds(library).slice(40, 45)
    createLabels(library.db).set(ids, 9 as ClassId)
    flag(library.db, ids, true)
    write.prepare('UPDATE predictions SET class_id = 3 WHERE image_id = ?').run(ids[0])
    const { lastInsertRowid } = write
      .prepare("INSERT INTO images (source, split) VALUES ('photo', 'train')")
      .run()
    const photo = Number(lastInsertRowid) as ImageId
    index.changed([...ids, photo])
    expect([...index.view(spec('oldest', { classes: [9], flagged: true }), ACTIVE)]).toEqual(ids)
    expect([...index.view(spec('oldest', { classes: [9], predicted: [3] }), ACTIVE)]).toContain(ids[0])
    expect([...index.view(spec('newest'), ACTIVE)][0]).toBe(photo)
    createLabels(library.db).undo()
    flag(library.db, ids, false)
    index.changed(ids)
    expect(index.count(Filter.parse({ classes: [9], corrected: true }), ACTIVE)).toBe(0)
    expect(index.tally()).toMatchObject({ images: 155, photos: 5, flagged: 7 })
    createLabels(library.db).redo()
    // Told twice, as what is classified in the background may be.
    index.changed([...ids, ...ids])
    expect(index.tally()).toEqual(createImageIndex(library).tally())
  })

  it('holds the predictions of the model that is asked about', () => {
    const { library, index, rows } = populated()
    const { write } = library.db
    write.prepare("INSERT INTO models VALUES ('v2', '', 1, '{}')").run()
    write.prepare("INSERT INTO predictions SELECT 'v2', image_id, 8, 1, x'00', 1, 0 FROM predictions").run()
    const predicted = rows.filter((row) => row.predicted !== null).length
    const eight = Filter.parse({ predicted: [8] })
    expect(index.count(eight, ACTIVE)).toBe(rows.filter((row) => row.predicted === 8).length)
    expect(index.count(eight, { id: 'v2' as ModelId, threshold: 0 })).toBe(predicted)
    expect(index.count(eight, null)).toBe(0)
    expect(index.count(eight, ACTIVE)).toBe(rows.filter((row) => row.predicted === 8).length)
    write.prepare("UPDATE predictions SET class_id = 8 WHERE model_id = 'v1'").run()
    index.predictionsChanged()
    expect(index.count(eight, ACTIVE)).toBe(predicted)
  })

  it('counts what the library has', () => {
    const { library, index, rows } = populated()
    const tally = index.tally()
    const count = (of: (row: Row) => boolean) => rows.filter(of).length
    expect(tally).toMatchObject({
      images: rows.length,
      photos: 4,
      corrected: count(({ actor }) => actor === 'person' || actor === 'model'),
      flagged: 7,
    })
    expect(tally.byClass.get(4 as ClassId)).toBe(count(({ label }) => label === 4))
    expect(tally.byClass.get(notGarment(library.db.read).id)).toBe(3)
  })

  it('is the same, read a little at a time while labels change and views are asked for', async () => {
    const { library, index } = populated()
    const warm = index.warm(() => ACTIVE)
    const ids = imageIds(library).slice(20, 30)
    createLabels(library.db).set(ids, 9 as ClassId)
    flag(library.db, ids, true)
    index.changed(ids)
    expect(await warm).toBe(true)
    const whole = createImageIndex(library)
    expect(index.tally()).toEqual(whole.tally())
    for (const sort of Sort.options)
      expect(index.view(spec(sort), ACTIVE)).toEqual(whole.view(spec(sort), ACTIVE))
  })

  it('reads no more once it is closed', async () => {
    const { index } = populated()
    const warm = index.warm(() => ACTIVE)
    index.close()
    expect(await warm).toBe(false)
  })

  it('knows what a model was never asked, and what it was asked before there were margins: photos first', () => {
    const { library, index, rows } = populated()
    const [first] = rows.filter((row) => row.source === 'dataset' && row.predicted !== null)
    library.db.write.prepare('UPDATE predictions SET margin = NULL WHERE image_id = ?').run(first!.id)
    const unseen = rows.filter((row) => row.predicted === null || row === first)
    const ids = Map.groupBy(unseen, (row) => row.source)
    const order = [...(ids.get('photo') ?? []), ...(ids.get('dataset') ?? [])].map(({ id }) => id)
    expect(index.unseen(ACTIVE)).toEqual(order)
  })

  it('counts a dataset label as nothing to learn from, and what is no garment neither', () => {
    const { library, index, rows } = populated()
    const { id: none } = notGarment(library.db.read)
    const mine = rows.filter(
      (row) => row.actor && row.actor !== 'dataset' && row.label !== none && row.split !== 'test',
    )
    const count = (of: (row: Row) => boolean) => mine.filter(of).length
    expect(index.tally().trainable).toEqual({
      photos: count(({ split, source }) => split === 'train' && source === 'photo'),
      corrected: count(({ split, source }) => split === 'train' && source === 'dataset'),
      holdout: count(({ split }) => split === 'holdout'),
    })
  })

  it('leaves out what the loaded dataset lacks', () => {
    const { library, index } = populated()
    library.db.write.exec("UPDATE images SET present = 0 WHERE source = 'dataset'")
    expect(index.tally().images).toBe(4)
    expect(index.view(spec('oldest'), null)).toHaveLength(4)
  })
})
