import type { Api } from '../../../../shared/contract/index.ts'
import type { LabelAction } from '../../../../shared/contract/labels.ts'
import type { ClassId, ImageId } from '../../../../shared/domain.ts'
import { fromOrpcError } from '../../../../shared/error-mapping.ts'
import { many } from '../../lib/format.ts'
import { sentence } from '../../lib/sentence.ts'
import { conflictText } from './conflict.ts'
import type { Seen } from './seen.ts'
import type { Target } from './target.ts'
import type { Toasts } from './toasts.svelte.ts'

type Parts = {
  api: Api
  /** The view that is shown. */
  target: () => Target
  toasts: Toasts
  seen: Seen
  className: (id: ClassId) => string
  /** What is no garment is labelled with this. */
  notGarment: () => ClassId | undefined
  autoAdvance: () => boolean
}

/** One label for some images, as it was asked for, and when. */
type Wish = { ids: ImageId[]; classId: ClassId | null; by: 'person' | 'model'; target: Target; at: number }

/**
 * Labels what is meant, and takes it back. Which images a key press meant is settled when it is pressed; the calls
 * follow one another in that order, and what is shown changes when the server has committed each.
 */
export class Labelling {
  readonly #parts: Parts
  #last: Promise<void> = Promise.resolve()
  #shownBy: Target | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The view that shows what is labelled now, or was last, by the answer: events tell of it to all others. */
  get shownBy() {
    return this.#shownBy
  }

  /** @param classId null: no label */
  label(
    classId: ClassId | null,
    ids = this.#parts.target().targets(),
    by: Wish['by'] = 'person',
  ): Promise<void> {
    const { target, autoAdvance, seen } = this.#parts
    const wish = { ids, classId, by, target: target(), at: performance.now() }
    if (ids.length === 0) return this.#last
    // Asked for before what comes into view next is: it goes first.
    const set = seen.whileWaiting(this.#then(() => this.#set(wish)))
    if (autoAdvance()) wish.target.advance()
    return set
  }

  /** Takes the labels away from what is meant. */
  clear(): Promise<void> {
    const { target, toasts } = this.#parts
    const ids = target().targets()
    if (!this.#isFocusedAlone(ids) || target().focusedRow?.label !== null) return this.label(null, ids)
    toasts.done('This image has no label.')
    return this.#last
  }

  notGarment(): Promise<void> {
    const id = this.#parts.notGarment()
    return id === undefined ? this.#last : this.label(id)
  }

  /** The model's class becomes the focused image's label; where the view offers another one, that does. */
  accept(): Promise<void> {
    const { target, toasts } = this.#parts
    const { focusedRow } = target()
    const ids = target().targets()
    if (!this.#isFocusedAlone(ids)) {
      toasts.done(
        'Enter accepts the prediction of one image at a time. Escape leaves only the focused one selected.',
      )
      return this.#last
    }
    const { offered } = target()
    if (offered !== undefined) return this.#take(offered, ids)
    const prediction = focusedRow?.prediction
    if (!prediction) {
      toasts.done('This image has no prediction yet.')
      return this.#last
    }
    return this.label(prediction.classId, ids, 'model')
  }

  /**
   * What the checks suggest is the person's own label once they take it: heads judged that have not learnt from it, and not the
   * active model, so that it is no answer of a model's that "labelled by the model" could be asked about later.
   */
  #take(offered: ClassId | null, ids: ImageId[]): Promise<void> {
    if (offered !== null) return this.label(offered, ids)
    this.#parts.toasts.done(
      'No class is suggested for this image. K keeps its label, the key of a class gives another.',
    )
    return this.#last
  }

  /** The label that the focused image has is right: it is the person's own from now on. */
  keep(): Promise<void> {
    const { target, toasts } = this.#parts
    const ids = target().targets()
    const label = target().focusedRow?.label
    if (!this.#isFocusedAlone(ids))
      toasts.done('K keeps the label of one image at a time. Escape leaves only the focused one selected.')
    else if (label == null) toasts.done('This image has no label to keep.')
    else return this.label(label, ids)
    return this.#last
  }

  /** What is read off the focused image is never written to another: with Ctrl held, another one may be selected. */
  #isFocusedAlone(ids: readonly ImageId[]): boolean {
    const { focusedRow } = this.#parts.target()
    return ids.length <= 1 && (focusedRow === undefined || ids[0] === focusedRow.id)
  }

  /** Flags what is meant; takes the flags away where the focused image has one. */
  flag(): Promise<void> {
    const target = this.#parts.target()
    const [ids, on] = [target.targets(), !target.focusedRow?.flagged]
    if (ids.length === 0) return this.#last
    return this.#then(() => this.#flag(ids, on, target))
  }

  /** The latest action of all; with `actionId`, that one, if no other came after it. */
  undo(which: { actionId?: number } = {}): Promise<void> {
    const { api, seen } = this.#parts
    return this.#restore(() => api.labels.undo({ ...which, window: seen.window }), 'Undone')
  }

  redo(): Promise<void> {
    const { api, seen } = this.#parts
    return this.#restore(() => api.labels.redo({ window: seen.window }), 'Done again')
  }

  async #set(wish: Wish) {
    const { api, seen } = this.#parts
    const { ids, classId, by, at } = wish
    this.#shownBy = wish.target
    const unnoticed = seen.unnoticed(ids, at)
    if (unnoticed !== null && (await this.#conflict(wish, unnoticed))) return
    const { event } = seen
    try {
      const how = { ...(by === 'model' && { by }), seen: event, window: seen.window }
      this.#done(wish, await api.labels.set({ ids, classId, ...how }))
    } catch (error) {
      const isConflict = fromOrpcError(error).code === 'label-conflict'
      if (isConflict && (await this.#conflict(wish, event))) return
      // Gone on from already: they are still to do.
      wish.target.changed(ids)
      throw error
    }
  }

  #done({ ids, classId, by, target }: Wish, { actionId, event }: LabelAction) {
    const { seen, toasts, className } = this.#parts
    seen.own(event, ids)
    target.labelled(ids, classId, by)
    const what = classId === null ? 'Took the label away from' : 'Labelled'
    const as = classId === null ? '' : ` ${className(classId)}`
    toasts.done(`${what} ${many(ids.length, 'image')}${as}.`, {
      name: 'Undo',
      run: () => void this.undo({ actionId }),
    })
  }

  /** Shows what was labelled elsewhere after the event `after`, and leaves it to the person. False: nothing was. */
  async #conflict(wish: Wish, after: number): Promise<boolean> {
    const { api, toasts, className, seen } = this.#parts
    const { ids, classId, by, target } = wish
    const changed = await api.labels.overtaken({ ids, seen: after })
    if (changed.length === 0) return false
    target.changed(changed.map(({ id }) => id))
    target.reveal(changed.map(({ id }) => id))
    toasts.problem(conflictText(changed, ids.length, className), {
      name:
        classId === null ? 'Take the label away all the same' : `Label ${className(classId)} all the same`,
      run: () =>
        void this.#then(async () => {
          this.#shownBy = target
          const how = { ...(by === 'model' && { by }), window: seen.window }
          this.#done(wish, await api.labels.set({ ids, classId, ...how }))
        }),
    })
    return true
  }

  async #flag(ids: readonly ImageId[], on: boolean, target: Target) {
    const { api, toasts } = this.#parts
    const changed = await api.labels.flag({ ids: [...ids], on })
    target.changed(changed.ids)
    const said = on ? 'Flagged' : 'Took the flag from'
    if (changed.ids.length === 0) return toasts.done('All of these are flagged already.')
    toasts.done(`${said} ${many(changed.ids.length, 'image')}.`, {
      name: 'Undo',
      run: () =>
        void this.#then(async () =>
          target.changed((await api.labels.flag({ ids: changed.ids, on: !on })).ids),
        ),
    })
  }

  #restore(call: () => Promise<LabelAction>, what: string) {
    return this.#then(async () => {
      const target = (this.#shownBy = this.#parts.target())
      this.#restored(await call(), what, target)
    })
  }

  #restored({ ids, removed, kind, event }: LabelAction, what: string, target: Target) {
    const { toasts, seen } = this.#parts
    seen.own(event, ids)
    target.reveal(ids)
    target.changed(ids)
    const labels = many(ids.length, 'image')
    if (!removed) toasts.done(`${what}: the label of ${labels}.`)
    else if (kind === 'undo') toasts.done(`${what}: the class ${removed.name} is back, with ${labels}.`)
    else toasts.done(`${what}: the class ${removed.name} is gone, and ${labels} changed.`)
  }

  #then(call: () => Promise<void> | void): Promise<void> {
    this.#last = this.#last.then(call).catch((error: unknown) => this.#failed(error))
    return this.#last
  }

  /** One key too many at the end of the history is no problem that has to be read. */
  #failed(error: unknown) {
    const { code, message } = fromOrpcError(error)
    if (code === 'nothing-to-undo' || code === 'nothing-to-redo') this.#parts.toasts.done(message)
    else this.#parts.toasts.problem(sentence(error))
  }
}
