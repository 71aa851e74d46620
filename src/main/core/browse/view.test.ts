import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Filter, Sort } from '../../../shared/contract/browse.ts'
import type { Actor } from '../../../shared/domain.ts'
import { type ClassId } from '../../../shared/domain.ts'
import { notGarment } from '../classes/not-garment.ts'
import { isSure } from '../models/calibration.ts'
import { ACTIVE, MODEL, populated, spec, type Row } from './testing.ts'

/** Stands for "not a garment" in what is generated. */
const NONE = 99

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
