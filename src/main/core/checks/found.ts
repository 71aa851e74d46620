import type { Finding, Found } from '../../../shared/contract/browse.ts'
import type { ClassId, ImageId, Split } from '../../../shared/domain.ts'
import { imageRows } from '../browse/rows.ts'
import type { ReadableDatabase } from '../library/database.ts'
import { STANDS } from './standing.ts'

type Row = {
  kind: Finding
  score: number
  stands: 0 | 1
  label: ClassId | null
  suggested: ClassId | null
  related: ImageId | null
  facts: string
}

/** What the checks found of an image, in classes as they are now; a suggestion whose class is gone is left out. */
export function findingsOf(db: ReadableDatabase, id: ImageId): Found[] {
  const rows = db
    .prepare(
      `SELECT finding.kind, finding.score, ${STANDS} AS stands, label.now AS label, suggestion.now AS suggested,
         finding.related, finding.facts
       FROM findings AS finding
       LEFT JOIN class_meanings AS label ON label.id = finding.label_class
       LEFT JOIN class_meanings AS suggestion ON suggestion.id = finding.suggested
       WHERE finding.image_id = ? ORDER BY finding.kind`,
    )
    .all(id) as Row[]
  return rows.map(({ kind, score, stands, label, suggested, related, facts }) => ({
    ...{ finding: kind, score, stands: stands === 1, label, suggested },
    related: related === null ? null : relatedTo(db, related),
    facts: JSON.parse(facts) as Found['facts'],
  }))
}

function relatedTo(db: ReadableDatabase, id: ImageId): { id: ImageId; name: string; split: Split } | null {
  const [row] = imageRows(db, [id], null)
  return row ? { id, name: row.name, split: row.split } : null
}
