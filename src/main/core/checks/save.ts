import type { Finding, FindingFacts } from '../../../shared/contract/browse.ts'
import type { ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import type { WritableDatabase } from '../library/database.ts'
import type { Summary } from './result.ts'

/** Something that was found of an image, as it is kept. Those of a kind come the worst first. */
export type NewFinding = {
  id: ImageId
  score: number
  label?: ClassId
  suggested?: ClassId
  related?: ImageId
  facts?: FindingFacts
}

export type Findings = Partial<Record<Finding, NewFinding[]>>

export type NewChecks = {
  model: ModelId
  /** When they began: the newest label event, and the newest image. */
  began: { event: number; image: number }
  summary: Summary
  findings: Findings
}

/** Puts what was found in the place of what was found before. One transaction: nobody ever sees half of it. */
export function replaceFindings(db: WritableDatabase, { model, began, summary, findings }: NewChecks): void {
  const insert = db.prepare(
    `INSERT INTO findings (kind, image_id, rank, score, label_class, suggested, related, facts)
     SELECT @kind, @id, @rank, @score, @label, @suggested, @related, @facts
     WHERE EXISTS (SELECT 1 FROM images WHERE id = @id)`,
  )
  const write = db.transaction(() => {
    db.exec('DELETE FROM findings; DELETE FROM checks')
    db.prepare(
      'INSERT INTO checks (model_id, at, last_event, last_image, summary) VALUES (?, ?, ?, ?, ?)',
    ).run(model, new Date().toISOString(), began.event, began.image, JSON.stringify(summary))
    for (const [kind, found] of Object.entries(findings)) {
      for (const [rank, { id, score, label, suggested, related, facts }] of found.entries()) {
        const optional = { label: label ?? null, suggested: suggested ?? null, related: related ?? null }
        insert.run({ kind, id, rank, score, ...optional, facts: JSON.stringify(facts ?? {}) })
      }
    }
  })
  write.immediate()
}
