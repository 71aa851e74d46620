import type { ClassId, ImageId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'
import { STANDS } from './standing.ts'

/** Label issues of a label for which a class is suggested, as both are now, and that nobody has answered: the worst first. */
export function pairOf(
  db: ReadableDatabase,
  { label, suggested }: { label: ClassId; suggested: ClassId },
): Uint32Array<ArrayBuffer> {
  const ids = db
    .prepare(
      `SELECT finding.image_id FROM findings AS finding
       CROSS JOIN images ON images.id = finding.image_id AND present = 1
       JOIN class_meanings AS label ON label.id = finding.label_class
       JOIN class_meanings AS suggestion ON suggestion.id = finding.suggested
       WHERE finding.kind = 'label-issue' AND label.now = ? AND suggestion.now = ? AND ${STANDS}
       ORDER BY finding.rank`,
    )
    .pluck()
    .all(label, suggested) as ImageId[]
  return Uint32Array.from(ids)
}
