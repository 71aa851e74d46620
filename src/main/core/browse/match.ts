import type { Filter, FilterPart, Interval, Period } from '../../../shared/contract/browse.ts'
import type { ClassId } from '../../../shared/domain.ts'
import { restrictingParts } from '../../../shared/filter.ts'
import type { ReadableDatabase } from '../library/database.ts'
import { isSure } from '../models/calibration.ts'
import { standing } from '../checks/standing.ts'
import type { Manifest } from '../models/manifest.ts'
import { idsOfSet } from '../sets/ids.ts'
import { actorCode, actorOf, FLAGGED, HOLDOUT, PHOTO, PRESENT, TEST, type Columns } from './columns.ts'

/** A model as far as a view goes by it. */
export type Model = Pick<Manifest, 'id' | 'threshold'>

/** What images are looked through with. */
export type Looked = { db: ReadableDatabase; columns: Columns; model: Model | null; notGarment: ClassId }

type Test = (id: number) => boolean

/** The ids of all images that fit, ascending. */
export function matching(looked: Looked, filter: Filter): Uint32Array<ArrayBuffer> {
  const { meta, size } = looked.columns
  const tests = filterTests(looked, filter)
  const ids = new Uint32Array(size)
  let count = 0
  next: for (let id = 0; id < size; id++) {
    if (!(meta[id]! & PRESENT)) continue
    for (const test of tests) if (!test(id)) continue next
    ids[count++] = id
  }
  return ids.slice(0, count)
}

function filterTests(looked: Looked, filter: Filter): Test[] {
  return restrictingParts(filter).map((part) => TESTS[part](looked, filter))
}

const TESTS: Record<FilterPart, (looked: Looked, filter: Filter) => Test> = {
  classes: ({ columns: { label } }, { classes, unlabelled }) =>
    among(label, unlabelled ? [...classes, 0] : classes),
  unlabelled: ({ columns: { label } }) => among(label, [0]),
  splits({ columns: { meta } }, { splits }) {
    const [train, test, holdout] = (['train', 'test', 'holdout'] as const).map((split) =>
      splits.includes(split),
    )
    return (id) => Boolean(meta[id]! & TEST ? test : meta[id]! & HOLDOUT ? holdout : train)
  },
  sources({ columns: { meta } }, { sources }) {
    const [photo, dataset] = [sources.includes('photo'), sources.includes('dataset')]
    return (id) => (meta[id]! & PHOTO ? photo : dataset)
  },
  labelledBy({ columns: { meta } }, { labelledBy }) {
    const wanted = table(labelledBy.map(actorCode))
    return (id) => wanted[actorOf(meta[id]!)] === 1
  },
  corrected({ columns: { meta } }, { corrected }) {
    const persons = table([actorCode('person'), actorCode('model')])
    return (id) => (persons[actorOf(meta[id]!)] === 1) === corrected
  },
  flagged:
    ({ columns: { meta } }, { flagged }) =>
    (id) =>
      Boolean(meta[id]! & FLAGGED) === flagged,
  predicted: ({ columns: { predicted } }, filter) => among(predicted, filter.predicted),
  disagrees:
    ({ columns: { label, predicted }, notGarment }, { disagrees }) =>
    (id) =>
      label[id]! > 0 &&
      predicted[id]! > 0 &&
      label[id] !== notGarment &&
      (label[id] !== predicted[id]) === disagrees,
  unsure({ columns: { predicted, confidence }, model }, { unsure }) {
    if (!model) return never
    return (id) => predicted[id]! > 0 && isSure(model, confidence[id]!) === !unsure
  },
  confidence: ({ columns }, { confidence }) => within(columns.confidence, confidence!),
  margin: ({ columns }, { margin }) => within(columns.margin, margin!),
  loss: ({ columns }, { loss }) => within(columns.loss, loss!),
  added: ({ columns }, { added }) => during(columns.added, added!),
  labelled: ({ columns }, { labelled }) => during(columns.labelled, labelled!),
  findings: ({ db, columns }, { findings }) => listed(columns, standing(db, findings)),
  set: ({ db, columns }, { set }) => listed(columns, idsOfSet(db, set)),
  text: ({ db, columns }, { text }) => listed(columns, namesWith(db, text!)),
}

const never: Test = () => false

/** One more than a column's value may be. */
const VALUES = 2 ** 16

/** Marks values, so that each is asked by its place. What no column can hold is no place, and so marked nowhere. */
function table(values: readonly number[]): Uint8Array {
  const marks = new Uint8Array(VALUES)
  for (const value of values) marks[value] = 1
  return marks
}

function among(column: Uint16Array, values: readonly number[]): Test {
  const wanted = table(values)
  return (id) => wanted[column[id]!] === 1
}

function listed(columns: Columns, ids: ArrayLike<number>): Test {
  const marks = new Uint8Array(columns.size)
  for (let place = 0; place < ids.length; place++) marks[ids[place]!] = 1
  return (id) => marks[id] === 1
}

/** NaN, which is no score, is within nothing. */
const within =
  (column: Float64Array, { from = -Infinity, to = Infinity }: Interval): Test =>
  (id) =>
    column[id]! >= from && column[id]! <= to

/** 0, which is never, is during nothing. */
function during(column: Uint32Array, { from, before }: Period): Test {
  const first = from === undefined ? 1 : Date.parse(from) / 1000
  const end = before === undefined ? Infinity : Date.parse(before) / 1000
  return (id) => column[id]! > 0 && column[id]! >= first && column[id]! < end
}

function namesWith(db: ReadableDatabase, text: string): number[] {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return db
    .prepare("SELECT image_id FROM photos WHERE name LIKE ? ESCAPE '\\'")
    .pluck()
    .all(pattern) as number[]
}
