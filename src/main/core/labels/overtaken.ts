import type { Overtaken } from '../../../shared/contract/labels.ts'
import type { ImageId } from '../../../shared/domain.ts'
import type { ReadableDatabase, WritableDatabase } from '../library/database.ts'

// Each plus keeps SQLite to the newest events: with many images it would look each up among its own.
export const OVERTAKEN = `
  SELECT image_id AS id, from_class AS "from", to_class AS "to", at, max(event.id) AS newest
  FROM label_events AS event CROSS JOIN label_actions AS action ON action.id = event.action_id
  WHERE event.id > ? AND action.kind <> 'import' AND +image_id IN (SELECT value FROM json_each(?))
  GROUP BY +image_id ORDER BY newest DESC LIMIT ?`

/**
 * Which of these images were labelled after the event `seen`, newest first, each once; `most` of them. A label that came
 * with an import counts for nothing: it is as old as what a window knows of the image.
 */
export function overtaken(
  db: ReadableDatabase | WritableDatabase,
  ids: readonly ImageId[],
  seen: number,
  most: number,
): Overtaken[] {
  const rows = db.prepare(OVERTAKEN).all(seen, JSON.stringify(ids), most) as Overtaken[]
  return rows.map(({ id, from, to, at }) => ({ id, from, to, at }))
}
