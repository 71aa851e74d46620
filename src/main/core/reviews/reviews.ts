import type { Filter } from '../../../shared/contract/browse.ts'
import { ReviewKind, type ErrorRate, type Review, type ReviewId } from '../../../shared/contract/reviews.ts'
import type { ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { wilson } from '../../../shared/wilson.ts'
import type { ImageIndex } from '../browse/image-index.ts'
import type { Model } from '../browse/match.ts'
import type { WritableDatabase } from '../library/database.ts'
import type { Library } from '../library/library.ts'
import { KINDS } from './kinds.ts'
import { items, progress } from './progress.ts'

export type Reviews = {
  /** Newest first. */
  list(): Review[]
  /** How many images each kind would have, within the filter. */
  sizes(filter: Filter, model: Model | null): Record<ReviewKind, number>
  /** Settles the images of a new one. @throws HaberdashError `nothing-to-review` */
  begin(wanted: { kind: ReviewKind; filter: Filter; size: number; seed: number }, model: Model | null): Review
  /**
   * Ids, then a byte for each: 0 open, 1 done, 2 skipped. @param only those of its images
   * @throws HaberdashError `review-unknown`
   */
  items(id: ReviewId, only?: readonly ImageId[]): Uint8Array<ArrayBuffer>
  /** How many that changed. @throws HaberdashError `review-unknown` */
  skip(id: ReviewId, ids: readonly ImageId[], on: boolean): number
  /** @throws HaberdashError `review-unknown`, `wrong-usage` for what is no sample */
  errorRate(id: ReviewId): ErrorRate
  /** @throws HaberdashError `review-unknown` */
  remove(id: ReviewId): void
}

export function createReviews({ db: { read, write } }: Library, index: ImageIndex): Reviews {
  const get = (id: ReviewId): Review => {
    const [review] = progress(read, id)
    if (!review) throw reviewUnknown()
    return review
  }
  const check = (id: ReviewId) => {
    if (!read.prepare('SELECT 1 FROM reviews WHERE id = ?').get(id)) throw reviewUnknown()
  }
  const count = (kind: ReviewKind, filter: Filter, model: Model | null) => {
    const within = KINDS[kind].within(filter)
    return within === null ? 0 : index.count(within, model)
  }
  return {
    list: () => progress(read),
    sizes(filter, model) {
      const counts = ReviewKind.options.map((kind) => [kind, count(kind, filter, model)])
      return Object.fromEntries(counts) as Record<ReviewKind, number>
    },
    begin({ kind, filter, size, seed }, model) {
      const { within, sort } = KINDS[kind]
      const wanted = within(filter)
      const fit = wanted === null ? [] : index.view({ filter: wanted, sort, seed }, model)
      if (fit.length === 0) throw nothingToReview(kind)
      const run = write.transaction(() => settle(write, kind, fit.length, [...fit.slice(0, size)]))
      return get(run.immediate())
    },
    items(id, only) {
      check(id)
      return packed(items(read, id, only))
    },
    skip(id, ids, on) {
      check(id)
      return write
        .prepare(
          `UPDATE review_items SET skipped = @on
           WHERE review_id = @id AND image_id IN (SELECT value FROM json_each(@ids)) AND skipped <> @on`,
        )
        .run({ id, ids: JSON.stringify(ids), on: on ? 1 : 0 }).changes
    },
    errorRate(id) {
      const { kind, done, confirmed, newlyLabelled } = get(id)
      if (kind !== 'sample') throw notASample()
      const looked = done - newlyLabelled
      const wrong = looked - confirmed
      const of = read.prepare('SELECT drawn_from FROM reviews WHERE id = ?').pluck().get(id) as number
      const interval = looked === 0 ? null : wilson({ images: looked, accuracy: wrong / looked })
      return { looked, wrong, of, interval }
    },
    remove(id) {
      if (write.prepare('DELETE FROM reviews WHERE id = ?').run(id).changes === 0) throw reviewUnknown()
    },
  }
}

/** Writes the images of a new review, in order and with the labels they have now. Part of its caller's transaction. */
function settle(db: WritableDatabase, kind: ReviewKind, drawnFrom: number, ids: readonly number[]): ReviewId {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO reviews (kind, began_at, last_event, drawn_from)
       VALUES (?, ?, (SELECT coalesce(max(id), 0) FROM label_events), ?)`,
    )
    .run(kind, new Date().toISOString(), drawnFrom)
  db.prepare(
    `INSERT INTO review_items (review_id, position, image_id, label_class)
     SELECT ?, wanted.key, images.id, label_class
     FROM json_each(?) AS wanted CROSS JOIN images ON images.id = wanted.value`,
  ).run(lastInsertRowid, JSON.stringify(ids))
  return Number(lastInsertRowid) as ReviewId
}

function packed(rows: readonly [ImageId, number][]): Uint8Array<ArrayBuffer> {
  const ids = Uint32Array.from(rows, ([id]) => id)
  const bytes = new Uint8Array(ids.byteLength + rows.length)
  bytes.set(new Uint8Array(ids.buffer))
  bytes.set(
    rows.map(([, state]) => state),
    ids.byteLength,
  )
  return bytes
}

function nothingToReview(kind: ReviewKind): HaberdashError {
  return new HaberdashError('nothing-to-review', KINDS[kind].none, {
    todo: 'Choose another review, or other images.',
  })
}

const reviewUnknown = () =>
  new HaberdashError('review-unknown', 'This review is not there any more.', { todo: 'Begin another one.' })

const notASample = () =>
  new HaberdashError('wrong-usage', 'How many labels are wrong can only be told from a random sample.', {
    todo: 'Begin a review of a random sample.',
  })
