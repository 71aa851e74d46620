import { Actor, type ImageId, type ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'

/** Bits of `Columns.meta`. The actor takes three, from `ACTOR_SHIFT` on: 0 is none, else one more than its place in `Actor`. */
export const PRESENT = 1
export const PHOTO = 2
export const TEST = 4
export const HOLDOUT = 8
const ACTOR_SHIFT = 4
export const FLAGGED = 128

export const actorCode = (actor: Actor): number => Actor.options.indexOf(actor) + 1
export const actorOf = (meta: number): number => (meta >> ACTOR_SHIFT) & 7

/**
 * What views filter and sort by, a typed array for each, the image's id being the place in it: a million images are looked
 * through in some milliseconds, whatever the filter. Read from SQLite, which alone is the truth.
 */
export class Columns {
  /** One past the highest id. */
  size = 0
  meta = new Uint8Array(0)
  /** Class ids; 0 is none. */
  label = new Uint16Array(0)
  predicted = new Uint16Array(0)
  /** NaN where there is none, here and in the next two. */
  confidence = new Float64Array(0)
  margin = new Float64Array(0)
  loss = new Float64Array(0)
  /** Seconds since 1970: when a photo was added, when the label was last changed; 0 is never. */
  added = new Uint32Array(0)
  labelled = new Uint32Array(0)
  /** The label's newest event; 0 is none. */
  event = new Uint32Array(0)
  /** The newest of all that were read. */
  lastEvent = 0

  /** Makes room for ids below `size`. */
  grow(size: number): void {
    if (size > this.meta.length) {
      // A quarter more than asked for, so that photos that come one by one copy this rarely.
      const room = size + (size >> 2) + 1024
      this.meta = longer(this.meta, new Uint8Array(room))
      this.label = longer(this.label, new Uint16Array(room))
      this.predicted = longer(this.predicted, new Uint16Array(room))
      this.confidence = longer(this.confidence, new Float64Array(room).fill(NaN))
      this.margin = longer(this.margin, new Float64Array(room).fill(NaN))
      this.loss = longer(this.loss, new Float64Array(room).fill(NaN))
      this.added = longer(this.added, new Uint32Array(room))
      this.labelled = longer(this.labelled, new Uint32Array(room))
      this.event = longer(this.event, new Uint32Array(room))
    }
    this.size = Math.max(this.size, size)
  }
}

function longer<Column extends { set(from: Column): void }>(from: Column, to: Column): Column {
  to.set(from)
  return to
}

const ACTOR = `CASE label_actor ${Actor.options.map((actor, i) => `WHEN '${actor}' THEN ${i + 1}`).join(' ')} ELSE 0 END`

/** Id, label and meta in one number, which better-sqlite3 hands over three times as fast as three: 2^23 is above both. */
const PACK = 2 ** 23
const PACKED = `images.id * ${PACK} + coalesce(label_class, 0) * 128 + present + ${PHOTO} * (source = 'photo')
  + ${TEST} * (split = 'test') + ${HOLDOUT} * (split = 'holdout') + ${1 << ACTOR_SHIFT} * ${ACTOR}`

const EVENTS = `SELECT image_id, event.id, unixepoch(action.at)
  FROM label_events AS event JOIN label_actions AS action ON action.id = event.action_id`
const PREDICTIONS = 'SELECT image_id, class_id, confidence, margin, loss FROM predictions'

type Prediction = [ImageId, number, number, number | null, number | null]

/** Makes room for all images that there are. */
export function makeRoom(db: ReadableDatabase, columns: Columns): void {
  columns.grow((db.prepare('SELECT coalesce(max(id), 0) FROM images').pluck().get() as number) + 1)
}

/** Source, split, label and who gave it, of the ids from `from` to before `before`. */
export function readImages(db: ReadableDatabase, columns: Columns, from: number, before: number): void {
  const some = db.prepare(`SELECT ${PACKED} FROM images WHERE id >= ? AND id < ?`).pluck()
  writeImages(columns, some.all(from, before) as number[])
}

/** All else that is known of images but for the predictions. After `readImages`. */
export function readMarks(db: ReadableDatabase, columns: Columns): void {
  for (const id of flagged(db)) columns.meta[id]! |= FLAGGED
  writeAdded(columns, db.prepare('SELECT image_id, unixepoch(added_at) FROM photos').raw().all())
  readEvents(db, columns)
}

const flagged = (db: ReadableDatabase) => db.prepare('SELECT image_id FROM flags').pluck().all() as ImageId[]

/** The images whose flag is another by now. */
export function changedFlags(db: ReadableDatabase, { meta, size }: Columns): ImageId[] {
  const now = new Uint8Array(size)
  for (const id of flagged(db)) now[id] = FLAGGED
  const changed: ImageId[] = []
  for (let id = 0; id < size; id++) if ((meta[id]! & FLAGGED) !== now[id]) changed.push(id as ImageId)
  return changed
}

/** The label events that have come since this was called last. */
function readEvents(db: ReadableDatabase, columns: Columns): void {
  const rows = db.prepare(`${EVENTS} WHERE event.id > ? ORDER BY event.id`).raw()
  for (const [id, event, seconds] of rows.iterate(columns.lastEvent) as Iterable<[ImageId, number, number]>) {
    // Of a photo, perhaps, that another process has added and that nobody has told of yet: read once, and not again.
    columns.grow(id + 1)
    columns.event[id] = columns.lastEvent = event
    columns.labelled[id] = seconds
  }
}

/** As where no model has been asked. */
export function clearPredictions({ predicted, confidence, margin, loss }: Columns): void {
  predicted.fill(0)
  for (const scores of [confidence, margin, loss]) scores.fill(NaN)
}

/** The predictions of a model, of the ids from `from` to before `before`. */
export function readPredictions(
  db: ReadableDatabase,
  columns: Columns,
  model: ModelId,
  from: number,
  before: number,
): void {
  const some = db.prepare(`${PREDICTIONS} WHERE model_id = ? AND image_id >= ? AND image_id < ?`).raw()
  writePredictions(columns, some.iterate(model, from, before) as Iterable<Prediction>)
}

/** These images alone. */
export function readSome(
  db: ReadableDatabase,
  columns: Columns,
  ids: readonly ImageId[],
  model: ModelId | null,
): void {
  columns.grow(ids.reduce((most, id) => Math.max(most, id), 0) + 1)
  for (const id of ids) {
    columns.meta[id] = columns.predicted[id] = 0
    columns.confidence[id] = columns.margin[id] = columns.loss[id] = NaN
  }
  const wanted = JSON.stringify(ids)
  // CROSS JOIN keeps SQLite from walking a whole table and looking each row up in the list.
  const all = (sql: string, ...values: unknown[]) =>
    db
      .prepare(sql)
      .raw()
      .all(wanted, ...values)
  const packed = `SELECT ${PACKED} FROM json_each(?) AS wanted CROSS JOIN images ON images.id = wanted.value`
  writeImages(columns, db.prepare(packed).pluck().all(wanted) as number[])
  const marked = 'SELECT image_id FROM json_each(?) AS wanted CROSS JOIN flags ON image_id = wanted.value'
  for (const id of db.prepare(marked).pluck().all(wanted) as ImageId[]) columns.meta[id]! |= FLAGGED
  writeAdded(
    columns,
    all(
      'SELECT image_id, unixepoch(added_at) FROM json_each(?) AS wanted CROSS JOIN photos ON image_id = wanted.value',
    ),
  )
  readEvents(db, columns)
  writePredictions(
    columns,
    all(
      `SELECT image_id, class_id, confidence, margin, loss FROM json_each(?) AS wanted
       CROSS JOIN predictions ON model_id = ? AND image_id = wanted.value`,
      model,
    ) as Prediction[],
  )
}

function writeImages(columns: Columns, packed: number[]): void {
  for (const value of packed) {
    const id = Math.floor(value / PACK)
    const rest = value - id * PACK
    columns.meta[id] = (columns.meta[id]! & FLAGGED) | (rest & 127)
    columns.label[id] = rest >> 7
  }
}

function writeAdded(columns: Columns, rows: unknown[]): void {
  for (const [id, seconds] of rows as [ImageId, number][]) columns.added[id] = seconds
}

function writePredictions(columns: Columns, rows: Iterable<Prediction>): void {
  for (const [id, classId, confidence, margin, loss] of rows) {
    columns.predicted[id] = classId
    columns.confidence[id] = confidence
    columns.margin[id] = margin ?? NaN
    columns.loss[id] = loss ?? NaN
  }
}
