import type { LabelAction, Overtaken } from '../../../shared/contract/labels.ts'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { classUnknown } from '../classes/classes.ts'
import { bringBack, checkRemoval, takeAway } from '../classes/removal.ts'
import type { LibraryDatabase, ReadableDatabase, WritableDatabase } from '../library/database.ts'
import { addAction, moveLabels, repeat, setLabels } from './log.ts'
import { overtaken } from './overtaken.ts'

export type Labels = {
  /**
   * Sets or clears the label of images, one action. Committed on return.
   * @param how `by` model: the person accepted what it said. `seen`: the newest label event that the person's window knew of
   * @throws `image-unknown`, `class-unknown`; `label-conflict` where any of the images was labelled after `seen`
   */
  set(ids: ImageId[], classId: ClassId | null, how?: { by?: 'person' | 'model'; seen?: number }): LabelAction
  /**
   * Takes a class away and gives its images to `into`, or with null to none, as one action. The class stays as a row.
   * @throws `class-unknown`, `class-in-use`, `wrong-usage`
   */
  removeClass(id: ClassId, into: ClassId | null): LabelAction
  /**
   * Takes back the latest action that stands; with `actionId`, only if that is the one.
   * @throws `nothing-to-undo`, `label-conflict`, `setting-invalid` where a class can't come back
   */
  undo(actionId?: number): LabelAction
  /** Sets again what was undone last. @throws `nothing-to-redo` */
  redo(): LabelAction
  canUndo(): boolean
  canRedo(): boolean
  /** The newest label event; 0 before the first. */
  latestEvent(): number
  /** The latest change after the event `seen` of each of these images that has one; the newest 100. */
  overtaken(ids: ImageId[], seen: number): Overtaken[]
}

const MOST_OVERTAKEN = 100

type ActionRow = { id: number; class_id: ClassId | null }

/** The label log of a library. Undo and redo reach back over restarts, since the log is where their state lies. */
export function createLabels(db: LibraryDatabase): Labels {
  const { write } = db
  const latest = db.read.prepare('SELECT coalesce(max(id), 0) FROM label_events').pluck()
  const latestDone = "SELECT id, class_id FROM label_actions WHERE state = 'done' ORDER BY id DESC LIMIT 1"
  const nextUndone = "SELECT id, class_id FROM label_actions WHERE state = 'undone' ORDER BY id LIMIT 1"
  const find = (sql: string) => db.read.prepare(sql).get() as ActionRow | undefined
  const latestEvent = () => latest.get() as number
  const lastOf = db.read.prepare('SELECT max(id) FROM label_events WHERE action_id = ?').pluck()
  const report = (kind: LabelAction['kind'], actionId: number, classId: number | null): LabelAction => ({
    actionId,
    kind,
    ids: db.read
      .prepare('SELECT image_id FROM label_events WHERE action_id = ? ORDER BY id')
      .pluck()
      .all(actionId) as ImageId[],
    classId: classId as ClassId | null,
    removed: removedBy(db.read, actionId),
    event: (lastOf.get(actionId) as number | null) ?? latestEvent(),
    canUndo: find(latestDone) !== undefined,
    canRedo: find(nextUndone) !== undefined,
  })
  /** A new action: what was undone before it can't be done again. */
  const begin = (classId: ClassId | null) => {
    write.exec("UPDATE label_actions SET state = 'dropped' WHERE state = 'undone'")
    return addAction(write, 'set', classId, { state: 'done' })
  }
  /** Images imported since an undo are moved with the others, so a redo asks anew which they are. */
  const remove = (actionId: number, id: ClassId, into: ClassId | null) => {
    takeAway(write, id, into)
    moveLabels(write, actionId, id, into)
  }
  const step = (kind: 'undo' | 'redo', sql: string, none: () => HaberdashError, meant?: number) => {
    const run = write.transaction(() => {
      const target = write.prepare(sql).get() as ActionRow | undefined
      if (!target) throw none()
      if (meant !== undefined && meant !== target.id) throw labelConflict()
      const actionId = addAction(write, kind, target.class_id, { target: target.id })
      const removed = removedBy(write, target.id)
      if (removed && kind === 'undo') bringBack(write, removed.id)
      if (removed && kind === 'redo') remove(actionId, removed.id, target.class_id)
      else repeat(write, kind, actionId, target.id)
      const state = kind === 'undo' ? 'undone' : 'done'
      write.prepare('UPDATE label_actions SET state = ? WHERE id = ?').run(state, target.id)
      return { actionId, classId: kind === 'undo' ? null : target.class_id }
    })
    const { actionId, classId } = run.immediate()
    return report(kind, actionId, classId)
  }
  return {
    set(ids, classId, { by = 'person', seen } = {}) {
      const run = write.transaction(() => {
        checkClass(write, classId)
        if (seen !== undefined && overtaken(write, ids, seen, 1).length > 0) throw labelledElsewhere()
        const actionId = begin(classId)
        setLabels(write, actionId, ids, classId, by)
        return actionId
      })
      return report('set', run.immediate(), classId)
    },
    removeClass(id, into) {
      const run = write.transaction(() => {
        checkRemoval(write, id, into)
        const actionId = begin(into)
        write.prepare('INSERT INTO class_removals (action_id, class_id) VALUES (?, ?)').run(actionId, id)
        remove(actionId, id, into)
        return actionId
      })
      return report('set', run.immediate(), into)
    },
    undo: (actionId) => step('undo', latestDone, nothingToUndo, actionId),
    redo: () => step('redo', nextUndone, nothingToRedo),
    canUndo: () => find(latestDone) !== undefined,
    canRedo: () => find(nextUndone) !== undefined,
    latestEvent,
    overtaken: (ids, seen) => overtaken(db.read, ids, seen, MOST_OVERTAKEN),
  }
}

/**
 * Labels images as they are imported, from the folder they lay in. Part of the caller's transaction; not an action
 * that undo takes back.
 */
export function labelImported(db: WritableDatabase, id: ImageId, classId: ClassId): void {
  setLabels(db, addAction(db, 'import', classId, {}), [id], classId, 'import')
}

/** The class that an action takes away, or whose removal it undoes or does again. */
function removedBy(db: ReadableDatabase | WritableDatabase, actionId: number): LabelAction['removed'] {
  const row = db
    .prepare(
      `SELECT all_classes.id, name FROM label_actions
       JOIN class_removals ON action_id = coalesce(target, label_actions.id)
       JOIN all_classes ON all_classes.id = class_removals.class_id WHERE label_actions.id = ?`,
    )
    .get(actionId) as NonNullable<LabelAction['removed']> | undefined
  return row ?? null
}

const GIVABLE = 'SELECT 1 FROM all_classes WHERE id = ? AND (removed = 0 OR not_garment = 1)'

function checkClass(db: WritableDatabase, classId: ClassId | null): void {
  if (classId !== null && !db.prepare(GIVABLE).get(classId)) {
    throw classUnknown()
  }
}

const labelledElsewhere = () =>
  new HaberdashError('label-conflict', 'This was labelled elsewhere just now, so it was left as it is.', {
    todo: 'Look at it again, and label it if that is still right.',
  })
const nothingToUndo = () => new HaberdashError('nothing-to-undo', 'There is no label change to undo.')
const labelConflict = () =>
  new HaberdashError('label-conflict', 'Something else was labelled after this, so it was left as it is.', {
    todo: 'Undo step by step, from the newest on.',
  })
const nothingToRedo = () => new HaberdashError('nothing-to-redo', 'There is no label change to redo.')
