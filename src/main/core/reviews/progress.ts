import type { Review, ReviewId } from '../../../shared/contract/reviews.ts'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'

/**
 * SQL, of an `item` and its `review`: the class that the image was given last after the review began, in whatever window,
 * and not undone; null where there is none. So undo opens an image again, and nothing has to be kept in step. That its class
 * was merged or deleted is no answer to what an image is.
 */
const ANSWER = `(
  SELECT event.to_class
  FROM label_events AS event CROSS JOIN label_actions AS action ON action.id = event.action_id
  WHERE event.image_id = item.image_id AND event.id > review.last_event
    AND action.kind = 'set' AND action.state = 'done'
    AND NOT EXISTS (SELECT 1 FROM class_removals WHERE class_removals.action_id = action.id)
  ORDER BY event.id DESC LIMIT 1)`

/** Materialized, or each mention of the answer would be a search of its own. */
const COUNTED = (where: string) => `
  WITH answered AS MATERIALIZED (
    SELECT review.id, kind, began_at, item.label_class AS label, ${ANSWER} AS answer, skipped
    FROM reviews AS review CROSS JOIN review_items AS item ON item.review_id = review.id ${where})
  SELECT id, kind, began_at AS beganAt, label, answer, skipped, count(*) AS images
  FROM answered GROUP BY id, label, answer, skipped ORDER BY id DESC`

const ITEMS = (where: string) => `
  SELECT item.image_id, iif(${ANSWER} IS NULL, 2 * skipped, 1)
  FROM reviews AS review CROSS JOIN review_items AS item ON item.review_id = review.id
  WHERE review.id = ? ${where} ORDER BY position`
const AMONG = 'AND item.image_id IN (SELECT value FROM json_each(?))'

type Group = Pick<Review, 'id' | 'kind' | 'beganAt' | 'images'> & {
  label: ClassId | null
  answer: ClassId | null
  skipped: 0 | 1
}

/** How far each review is, or only that one; newest first. */
export function progress(db: ReadableDatabase, only?: ReviewId): Review[] {
  const groups =
    only === undefined ? db.prepare(COUNTED('')).all() : db.prepare(COUNTED('WHERE review.id = ?')).all(only)
  const now = mergers(db)
  const reviews = new Map<ReviewId, Review>()
  for (const group of groups as Group[]) {
    const { id, kind, beganAt, images, label, answer } = group
    const none = { images: 0, done: 0, confirmed: 0, newlyLabelled: 0, skipped: 0 }
    const review = reviews.get(id) ?? { id, kind, beganAt, ...none }
    reviews.set(id, review)
    review.images += images
    if (answer === null) review.skipped += group.skipped * images
    else review.done += images
    if (answer !== null && label === null) review.newlyLabelled += images
    if (answer !== null && label !== null && now(answer) === now(label)) review.confirmed += images
  }
  return [...reviews.values()]
}

/** The images of a review in order, or those of `only`, each with its state: 0 open, 1 done, 2 skipped. */
export function items(db: ReadableDatabase, id: ReviewId, only?: readonly ImageId[]): [ImageId, number][] {
  const rows = only
    ? db.prepare(ITEMS(AMONG)).raw().all(id, JSON.stringify(only))
    : db.prepare(ITEMS('')).raw().all(id)
  return rows as [ImageId, number][]
}

/** Which class a class is by now: the one that it was merged into, if it was. */
function mergers(db: ReadableDatabase): (id: ClassId) => ClassId {
  const rows = db
    .prepare(
      `SELECT class_removals.class_id, action.class_id
       FROM class_removals JOIN label_actions AS action ON action.id = action_id
       WHERE action.state = 'done' AND action.class_id IS NOT NULL`,
    )
    .raw()
    .all() as [ClassId, ClassId][]
  const merged = new Map(rows)
  return function now(id): ClassId {
    const into = merged.get(id)
    return into === undefined ? id : now(into)
  }
}
