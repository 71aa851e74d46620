import type { Api } from '../../../../shared/contract/index.ts'
import type { LabelAction } from '../../../../shared/contract/labels.ts'
import type { ImageRow } from '../../../../shared/contract/browse.ts'
import type { Actor, ClassId, ImageId } from '../../../../shared/domain.ts'
import { many } from '../../lib/format.ts'
import { sentence } from '../../lib/sentence.ts'
import type { Browse } from '../browse/browse.svelte.ts'
import type { Toasts } from './toasts.svelte.ts'

/** Images that can be labelled, elsewhere than in the grid. */
export type Target = {
  targets(): ImageId[]
  focusedRow: ImageRow | undefined
  /** On to the next image. */
  advance(): void
  /** Goes to the first of these that is there. */
  reveal(ids: readonly ImageId[]): void
  /** The server has confirmed this. */
  labelled(ids: readonly ImageId[], label: ClassId | null, by: Actor): void
}

type Parts = {
  api: Api
  browse: Browse
  /** What is labelled in the place of the grid's images; null: those are. */
  elsewhere?: () => Target | null
  toasts: Toasts
  className: (id: ClassId) => string
  autoAdvance: () => boolean
}

/**
 * Labels what is meant, and takes it back. Which images a key press meant is settled when it is pressed; the calls
 * follow one another in that order, and what is shown changes when the server has committed each.
 */
export class Labelling {
  readonly #parts: Parts
  #last: Promise<void> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get #elsewhere(): Target | null {
    return this.#parts.elsewhere?.() ?? null
  }

  get #target() {
    return this.#elsewhere ?? this.#parts.browse
  }

  label(classId: ClassId, ids = this.#target.targets()): Promise<void> {
    if (ids.length === 0) return this.#last
    if (this.#parts.autoAdvance()) this.#target.advance()
    return this.#then(() => this.#set(ids, classId))
  }

  /** The model's class becomes the focused image's label. */
  accept(): Promise<void> {
    const { browse, toasts } = this.#parts
    const prediction = this.#target.focusedRow?.prediction
    if (!this.#elsewhere && browse.selection.count > 1) {
      toasts.done(
        'Enter accepts the prediction of one image at a time. Escape leaves only the focused one selected.',
      )
      return this.#last
    }
    if (!prediction) {
      toasts.done('This image has no prediction yet.')
      return this.#last
    }
    return this.label(prediction.classId)
  }

  /** Marks the focused image to come back to, or takes the mark away. */
  flag(): Promise<void> {
    const row = this.#target.focusedRow
    if (!row) return this.#last
    const on = !row.flagged
    return this.#then(async () => {
      await this.#parts.api.labels.flag({ ids: [row.id], on })
      this.#parts.toasts.done(on ? 'Flagged.' : 'No longer flagged.')
    })
  }

  /** The latest action of all; with `actionId`, that one, if no other came after it. */
  undo(which: { actionId?: number } = {}): Promise<void> {
    return this.#then(async () => this.#restored(await this.#parts.api.labels.undo(which), 'Undone'))
  }

  redo(): Promise<void> {
    return this.#then(async () => this.#restored(await this.#parts.api.labels.redo(), 'Done again'))
  }

  async #set(ids: ImageId[], classId: ClassId) {
    const { api, browse, toasts, className } = this.#parts
    const { actionId } = await api.labels.set({ ids, classId })
    browse.rows.labelled(ids, classId)
    this.#elsewhere?.labelled(ids, classId, 'person')
    toasts.done(`Labelled ${many(ids.length, 'image')} ${className(classId)}.`, {
      name: 'Undo',
      run: () => void this.undo({ actionId }),
    })
  }

  /** Goes to the first of the images, alone: a digit pressed next must not label them all. */
  #restored({ ids, removed, kind }: LabelAction, what: string) {
    const { browse, toasts } = this.#parts
    if (this.#elsewhere) this.#elsewhere.reveal(ids)
    const [first] = browse.view.places(new Set(ids))
    if (first !== undefined && !this.#elsewhere) browse.selection.only(first)
    void browse.rows.refresh(ids)
    const labels = many(ids.length, 'image')
    if (!removed) toasts.done(`${what}: the label of ${labels}.`)
    else if (kind === 'undo') toasts.done(`${what}: the class ${removed.name} is back, with ${labels}.`)
    else toasts.done(`${what}: the class ${removed.name} is gone, and ${labels} changed.`)
  }

  #then(call: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(call).catch((error: unknown) => this.#parts.toasts.problem(sentence(error)))
    return this.#last
  }
}
