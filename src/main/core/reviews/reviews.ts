import type { Filter } from '../../../shared/contract/browse.ts'
import { ReviewKind, type ErrorRate, type Review, type ReviewId } from '../../../shared/contract/reviews.ts'
import type { ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { wilson } from '../../../shared/wilson.ts'
import type { ImageIndex } from '../browse/image-index.ts'
import type { Model } from '../browse/match.ts'
import type { Library } from '../library/library.ts'
import { KINDS } from './kinds.ts'

export type Reviews = {
  /** Newest first. */
  list(): Review[]
  /** How many images each kind would have, within the filter. */
  sizes(filter: Filter, model: Model | null): Record<ReviewKind, number>
  /** Settles the images of a new one. @throws HaberdashError `nothing-to-review` */
  begin(wanted: { kind: ReviewKind; filter: Filter; size: number; seed: number }, model: Model | null): Review
  /** Ids, then a byte for each: 0 open, 1 done, 2 skipped. @throws HaberdashError `review-unknown` */
  items(id: ReviewId): Uint8Array<ArrayBuffer>
  /** @throws HaberdashError `review-unknown` */
  skip(id: ReviewId, ids: readonly ImageId[], on: boolean): Review
  /** @throws HaberdashError `review-unknown`, `wrong-usage` for what is no sample */
  errorRate(id: ReviewId): ErrorRate
  /** @throws HaberdashError `review-unknown` */
  remove(id: ReviewId): void
}

/**
 * Done is what was labelled after the review began, in whatever window: so undo opens an image again, and nothing has to be
 * kept in step. That its class was merged or deleted is no answer to what an image is.
 */
const DONE = `EXISTS (
  SELECT 1 FROM label_events AS event JOIN label_actions AS action ON action.id = event.action_id
  WHERE event.image_id = item.image_id AND event.id > review.last_event
    AND action.kind = 'set' AND action.state = 'done'
    AND NOT EXISTS (SELECT 1 FROM class_removals WHERE class_removals.action_id = action.id))`

const REVIEWS = `SELECT review.id, kind, began_at AS beganAt, count(*) AS images,
  count(*) FILTER (WHERE ${DONE}) AS done, count(*) FILTER (WHERE skipped = 1 AND NOT ${DONE}) AS skipped
  FROM reviews AS review JOIN review_items AS item ON item.review_id = review.id`

export function createReviews({ db: { read, write } }: Library, index: ImageIndex): Reviews {
  const get = (id: ReviewId): Review => {
    const row = read.prepare(`${REVIEWS} WHERE review.id = ? GROUP BY review.id`).get(id)
    if (row === undefined) throw reviewUnknown()
    return row as Review
  }
  return {
    list: () => read.prepare(`${REVIEWS} GROUP BY review.id ORDER BY review.id DESC`).all() as Review[],
    sizes(filter, model) {
      const counts = ReviewKind.options.map((kind) => [kind, index.count(KINDS[kind].within(filter), model)])
      return Object.fromEntries(counts) as Record<ReviewKind, number>
    },
    begin({ kind, filter, size, seed }, model) {
      const fit = index.view({ filter: KINDS[kind].within(filter), sort: KINDS[kind].sort, seed }, model)
      if (fit.length === 0) throw nothingToReview(kind)
      const items = JSON.stringify([...fit.subarray(0, size)])
      const run = write.transaction(() => {
        const { lastInsertRowid } = write
          .prepare(
            `INSERT INTO reviews (kind, began_at, last_event, drawn_from)
             VALUES (?, ?, (SELECT coalesce(max(id), 0) FROM label_events), ?)`,
          )
          .run(kind, new Date().toISOString(), fit.length)
        write
          .prepare(
            `INSERT INTO review_items (review_id, position, image_id, label_class)
             SELECT ?, wanted.key, images.id, label_class
             FROM json_each(?) AS wanted CROSS JOIN images ON images.id = wanted.value`,
          )
          .run(lastInsertRowid, items)
        return Number(lastInsertRowid) as ReviewId
      })
      return get(run.immediate())
    },
    items(id) {
      get(id)
      const rows = read
        .prepare(
          `SELECT item.image_id, iif(${DONE}, 1, 2 * skipped)
           FROM reviews AS review JOIN review_items AS item ON item.review_id = review.id
           WHERE review.id = ? ORDER BY position`,
        )
        .raw()
        .all(id) as [ImageId, number][]
      const ids = Uint32Array.from(rows, ([image]) => image)
      const bytes = new Uint8Array(ids.byteLength + rows.length)
      bytes.set(new Uint8Array(ids.buffer))
      bytes.set(
        Uint8Array.from(rows, ([, state]) => state),
        ids.byteLength,
      )
      return bytes
    },
    skip(id, ids, on) {
      get(id)
      write
        .prepare(
          `UPDATE review_items SET skipped = ?
           WHERE review_id = ? AND image_id IN (SELECT value FROM json_each(?))`,
        )
        .run(on ? 1 : 0, id, JSON.stringify(ids))
      return get(id)
    },
    errorRate(id) {
      if (get(id).kind !== 'sample') throw notASample()
      const row = read
        .prepare(
          `SELECT count(*) AS looked, count(*) FILTER (WHERE images.label_class IS NOT item.label_class) AS wrong
           FROM reviews AS review JOIN review_items AS item ON item.review_id = review.id
           JOIN images ON images.id = item.image_id WHERE review.id = ? AND ${DONE}`,
        )
        .get(id) as Pick<ErrorRate, 'looked' | 'wrong'>
      const { looked, wrong } = row
      const drawnFrom = read.prepare('SELECT drawn_from FROM reviews WHERE id = ?').pluck().get(id) as number
      const interval = looked === 0 ? null : wilson({ images: looked, accuracy: wrong / looked })
      return { looked, wrong, of: drawnFrom, interval }
    },
    remove(id) {
      if (write.prepare('DELETE FROM reviews WHERE id = ?').run(id).changes === 0) throw reviewUnknown()
    },
  }
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
