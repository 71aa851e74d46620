import type { LabelAction } from '../../../shared/contract/labels.ts'
import type { Actor, ClassId, ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { LibraryDatabase, WritableDatabase } from '../library/database.ts'
import { labelsChanged } from '../models/losses.ts'

export type Labels = {
  /** Sets or clears the label of images, one action. Committed on return. @throws `image-unknown`, `class-unknown` */
  set(ids: ImageId[], classId: ClassId | null): LabelAction
  /**
   * Takes back the latest action that stands; with `actionId`, only if that is the one.
   * @throws `nothing-to-undo`, `label-conflict`
   */
  undo(actionId?: number): LabelAction
  /** Sets again what was undone last. @throws `nothing-to-redo` */
  redo(): LabelAction
  canUndo(): boolean
  canRedo(): boolean
}

type ActionRow = { id: number; class_id: number | null }

/** The label log of a library. Undo and redo reach back over restarts, since the log is where their state lies. */
export function createLabels(db: LibraryDatabase): Labels {
  const { write } = db
  const latestDone = "SELECT id, class_id FROM label_actions WHERE state = 'done' ORDER BY id DESC LIMIT 1"
  const nextUndone = "SELECT id, class_id FROM label_actions WHERE state = 'undone' ORDER BY id LIMIT 1"
  const find = (sql: string) => db.read.prepare(sql).get() as ActionRow | undefined
  const report = (kind: LabelAction['kind'], actionId: number, classId: number | null): LabelAction => ({
    actionId,
    kind,
    ids: db.read
      .prepare('SELECT image_id FROM label_events WHERE action_id = ? ORDER BY id')
      .pluck()
      .all(actionId) as ImageId[],
    classId: classId as ClassId | null,
    canUndo: find(latestDone) !== undefined,
    canRedo: find(nextUndone) !== undefined,
  })
  const step = (kind: 'undo' | 'redo', sql: string, none: () => HaberdashError, meant?: number) => {
    const run = write.transaction(() => {
      const target = write.prepare(sql).get() as ActionRow | undefined
      if (!target) throw none()
      if (meant !== undefined && meant !== target.id) throw labelConflict()
      const actionId = addAction(write, kind, target.class_id, { target: target.id })
      repeat(write, kind, actionId, target.id)
      const state = kind === 'undo' ? 'undone' : 'done'
      write.prepare('UPDATE label_actions SET state = ? WHERE id = ?').run(state, target.id)
      return { actionId, classId: kind === 'undo' ? null : target.class_id }
    })
    const { actionId, classId } = run.immediate()
    return report(kind, actionId, classId)
  }
  return {
    set(ids, classId) {
      const run = write.transaction(() => {
        checkClass(write, classId)
        write.exec("UPDATE label_actions SET state = 'dropped' WHERE state = 'undone'")
        const actionId = addAction(write, 'set', classId, { state: 'done' })
        setLabels(write, actionId, ids, classId, 'person')
        return actionId
      })
      return report('set', run.immediate(), classId)
    },
    undo: (actionId) => step('undo', latestDone, nothingToUndo, actionId),
    redo: () => step('redo', nextUndone, nothingToRedo),
    canUndo: () => find(latestDone) !== undefined,
    canRedo: () => find(nextUndone) !== undefined,
  }
}

/**
 * Labels images as they are imported, from the folder they lay in. Part of the caller's transaction; not an action
 * that undo takes back.
 */
export function labelImported(db: WritableDatabase, id: ImageId, classId: ClassId): void {
  setLabels(db, addAction(db, 'import', classId, {}), [id], classId, 'import')
}

function addAction(
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

function checkClass(db: WritableDatabase, classId: ClassId | null): void {
  if (classId !== null && !db.prepare('SELECT 1 FROM classes WHERE id = ?').get(classId)) {
    throw new HaberdashError('class-unknown', 'This class is not in the library any more.', {
      todo: 'Choose another class.',
    })
  }
}

function setLabels(
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

/**
 * Writes the events that take `target` back (undo) or make it again (redo). What an undo brings back is what the
 * latest making replaced: the action itself, or its redo, before which an import may have given a label.
 */
function repeat(db: WritableDatabase, kind: 'undo' | 'redo', action: number, target: number): void {
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

const nothingToUndo = () => new HaberdashError('nothing-to-undo', 'There is no label change to undo.')
const labelConflict = () =>
  new HaberdashError('label-conflict', 'Something else was labelled after this, so it was left as it is.', {
    todo: 'Undo step by step, from the newest on.',
  })
const nothingToRedo = () => new HaberdashError('nothing-to-redo', 'There is no label change to redo.')
