import { Finding } from '../../../shared/contract/browse.ts'
import {
  MAX_EXAMPLES,
  type CheckResult,
  type ClassEstimate,
  type FindingCount,
  type Leak,
  type PairCount,
} from '../../../shared/contract/checks.ts'
import type { ImageId, ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'
import { STANDS } from './standing.ts'

/** What is kept of checks beside what they found, as JSON. */
export type Summary = Pick<CheckResult, 'seconds' | 'images' | 'judged' | 'classes'>

type Checks = { model_id: ModelId; at: string; last_event: number; last_image: number; summary: string }

/** The newest completed checks, with what stands of them now; null where there were none. */
export function checkResult(db: ReadableDatabase, active: ModelId | null): CheckResult | null {
  const checks = db.prepare('SELECT * FROM checks ORDER BY id DESC LIMIT 1').get() as Checks | undefined
  if (!checks) return null
  const summary = JSON.parse(checks.summary) as Summary
  const { changedSince, addedSince } = since(db, checks)
  return {
    ...summary,
    classes: summary.classes.filter(({ classId }) => lives(db, classId)),
    ...{
      model: checks.model_id,
      active: checks.model_id === active,
      at: checks.at,
      changedSince,
      addedSince,
    },
    ...{ findings: counts(db), pairs: pairs(db), leaks: leaks(db) },
  }
}

const lives = (db: ReadableDatabase, id: ClassEstimate['classId']) =>
  db.prepare('SELECT 1 FROM classes WHERE id = ?').get(id) !== undefined

/** What was undone, and what kept its label, has not changed. */
const since = (db: ReadableDatabase, { last_event, last_image }: Checks) =>
  db
    .prepare(
      `SELECT (SELECT count(DISTINCT image_id)
          FROM label_events AS event CROSS JOIN label_actions AS action ON action.id = event.action_id
          WHERE event.id > ? AND action.kind = 'set' AND action.state = 'done'
            AND event.from_class IS NOT event.to_class) AS changedSince,
         (SELECT count(*) FROM images WHERE id > ? AND present = 1) AS addedSince`,
    )
    .get(last_event, last_image) as Pick<CheckResult, 'changedSince' | 'addedSince'>

function counts(db: ReadableDatabase): FindingCount[] {
  const found = db
    .prepare(
      `SELECT finding.kind, count(*) AS found, sum(${STANDS}) AS open
       FROM findings AS finding CROSS JOIN images ON images.id = finding.image_id AND present = 1
       GROUP BY finding.kind`,
    )
    .all() as { kind: Finding; found: number; open: number }[]
  const worst = db
    .prepare(
      `SELECT finding.image_id FROM findings AS finding
       CROSS JOIN images ON images.id = finding.image_id AND present = 1
       WHERE finding.kind = ? AND ${STANDS} ORDER BY finding.rank LIMIT ${MAX_EXAMPLES}`,
    )
    .pluck()
  return Finding.options.map((finding) => {
    const { found: all = 0, open = 0 } = found.find(({ kind }) => kind === finding) ?? {}
    return { finding, found: all, open, examples: worst.all(finding) as ImageId[] }
  })
}

const pairs = (db: ReadableDatabase): PairCount[] =>
  db
    .prepare(
      `SELECT label.now AS label, suggestion.now AS suggested, count(*) AS found, sum(${STANDS}) AS open
       FROM findings AS finding
       CROSS JOIN images ON images.id = finding.image_id AND present = 1
       JOIN class_meanings AS label ON label.id = finding.label_class
       JOIN class_meanings AS suggestion ON suggestion.id = finding.suggested
       WHERE finding.kind = 'label-issue' AND label.now IS NOT NULL AND suggestion.now IS NOT NULL
         AND label.now <> suggestion.now
       GROUP BY label.now, suggestion.now ORDER BY found DESC, label.now, suggestion.now`,
    )
    .all() as PairCount[]

/** Groups of near-duplicates lie side by side in rank; each image's `related` is in its own group. */
const leaks = (db: ReadableDatabase): Leak[] =>
  db
    .prepare(
      `SELECT images.split, count(*) AS images
       FROM findings AS finding CROSS JOIN images ON images.id = finding.image_id AND present = 1
       WHERE finding.kind = 'near-duplicate' AND images.split <> 'train' AND finding.facts ->> 'learnt' = 1
       GROUP BY images.split`,
    )
    .all() as Leak[]
