import type { Finding } from '../../../shared/contract/browse.ts'
import type { ImageId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'

/**
 * That a person has answered a label issue since the checks began: labelled, confirmed or accepted, and not undone. So undo
 * brings the issue back. That a class was merged or deleted is no answer.
 */
const ANSWERED = `EXISTS (
  SELECT 1 FROM label_events AS event CROSS JOIN label_actions AS action ON action.id = event.action_id
  WHERE event.image_id = finding.image_id
    AND event.id > (SELECT last_event FROM checks ORDER BY id DESC LIMIT 1)
    AND action.kind = 'set' AND action.state = 'done'
    AND NOT EXISTS (SELECT 1 FROM class_removals WHERE class_removals.action_id = action.id))`

/**
 * That an image has another label than the one that was judged: an older action was undone since, say. Where that one's class
 * is gone it was merged or deleted, which is no answer.
 */
const MOVED = `(
  (SELECT label_class FROM images WHERE images.id = finding.image_id) IS NOT finding.label_class
  AND finding.label_class IN (SELECT id FROM classes))`

/** SQL that is true of a `finding` that stands: of label issues those of the label as it is that nobody has answered. */
export const STANDS = `(finding.kind <> 'label-issue' OR NOT (${ANSWERED} OR ${MOVED}))`

/** The images of which any of these was found and stands, in the order of the kinds and, of a kind, the worst first. */
export function standing(db: ReadableDatabase, kinds: readonly Finding[]): ImageId[] {
  const ids = db
    .prepare(
      `SELECT finding.image_id FROM json_each(?) AS wanted
       CROSS JOIN findings AS finding ON finding.kind = wanted.value
       WHERE ${STANDS} ORDER BY wanted.key, finding.rank`,
    )
    .pluck()
    .all(JSON.stringify(kinds)) as ImageId[]
  return [...new Set(ids)]
}
