import type { Actor, ClassId, ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { WritableDatabase } from '../library/database.ts'
import { labelsChanged } from '../models/losses.ts'

// How actions and their events are written. Each is part of its caller's transaction.

/** Adds an action, without its events yet. Its id. */
export function addAction(
  db: WritableDatabase,
  kind: 'set' | 'undo' | 'redo' | 'import',
  classId: number | null,
  more: { target?: number; state?: 'done' },
): number {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO label_actions (kind, class_id, target, state, at) VALUES (?, ?, ?, ?, ?)')
    .run(kind, classId, more.target ?? null, more.state ?? null, new Date().toISOString())
  return Number(lastInsertRowid)
}

/** The events of one label set on images. @throws HaberdashError `image-unknown` */
export function setLabels(
  db: WritableDatabase,
  action: number,
  ids: ImageId[],
  classId: ClassId | null,
  actor: Actor,
): void {
  const wanted = [...new Set(ids)]
  const to = { classId, actor: classId === null ? null : actor }
  const { changes } = db
    .prepare(
      `INSERT INTO label_events (action_id, image_id, from_class, from_actor, to_class, to_actor)
       SELECT ?, images.id, label_class, label_actor, ?, ?
       FROM json_each(?) AS wanted CROSS JOIN images ON images.id = wanted.value`,
    )
    .run(action, to.classId, to.actor, JSON.stringify(wanted))
  if (changes !== wanted.length) {
    throw new HaberdashError(
      'image-unknown',
      'Some of these images are not in the library any more; nothing was labelled.',
      {
        todo: 'Reload the view and try again.',
      },
    )
  }
  applyEvents(db, action)
}

/** The events that give all images of a class another, or none. Who had labelled them stays so. */
export function moveLabels(db: WritableDatabase, action: number, from: ClassId, into: ClassId | null): void {
  db.prepare(
    `INSERT INTO label_events (action_id, image_id, from_class, from_actor, to_class, to_actor)
     SELECT @action, id, label_class, label_actor, @into, iif(@into IS NULL, NULL, label_actor)
     FROM images WHERE label_class = @from ORDER BY id`,
  ).run({ action, from, into })
  applyEvents(db, action)
}

/**
 * Writes the events that take `target` back (undo) or make it again (redo). What an undo brings back is what the
 * latest making replaced: the action itself, or its redo, before which an import may have given a label.
 */
export function repeat(db: WritableDatabase, kind: 'undo' | 'redo', action: number, target: number): void {
  const to = kind === 'undo' ? 'event.from_class, event.from_actor' : 'event.to_class, event.to_actor'
  const latestRedo = db
    .prepare("SELECT max(id) FROM label_actions WHERE kind = 'redo' AND target = ?")
    .pluck()
  const made = kind === 'undo' ? ((latestRedo.get(target) as number | null) ?? target) : target
  db.prepare(
    `INSERT INTO label_events (action_id, image_id, from_class, from_actor, to_class, to_actor)
     SELECT ?, images.id, label_class, label_actor, ${to}
     FROM label_events AS event JOIN images ON images.id = event.image_id
     WHERE event.action_id = ? ORDER BY event.id`,
  ).run(action, made)
  applyEvents(db, action)
}

/** The current label is kept beside the log, and the loss follows it, in the same transaction. */
function applyEvents(db: WritableDatabase, action: number): void {
  db.prepare(
    `UPDATE images SET label_class = event.to_class, label_actor = event.to_actor
     FROM label_events AS event WHERE event.action_id = ? AND event.image_id = images.id`,
  ).run(action)
  labelsChanged(db, action)
}
