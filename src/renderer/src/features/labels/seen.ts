import type { LibraryEvent } from '../../../../shared/contract/library.ts'
import type { ImageId } from '../../../../shared/domain.ts'

type LabelsChanged = Extract<LibraryEvent, { type: 'labels-changed' }>

/** A change by another window is taken for seen when it has been on screen for so long, milliseconds. */
const NOTICED_AFTER = 700

/**
 * Which label changes a person at this window can know of, so that no label that was set elsewhere in between is overwritten
 * unseen.
 */
export class Seen {
  /** This window's name, by which it knows its own changes among those it is told of. */
  readonly window: string = crypto.randomUUID()
  #event = 0
  /** Changed elsewhere just now: when that was told, and the event before it. */
  readonly #fresh = new Map<ImageId, { at: number; before: number }>()

  /** The newest event that was told. */
  get event() {
    return this.#event
  }

  /** Everything is fetched anew, as it was at this event. */
  all(event: number) {
    this.#event = Math.max(this.#event, event)
    this.#fresh.clear()
  }

  /** This window's own change. */
  own(event: number) {
    this.#event = Math.max(this.#event, event)
  }

  told({ ids, event, window }: LabelsChanged, now = performance.now()) {
    if (window !== this.window) {
      for (const [id, { at }] of this.#fresh) if (now - at >= NOTICED_AFTER) this.#fresh.delete(id)
      for (const id of ids)
        this.#fresh.set(id, { at: now, before: this.#fresh.get(id)?.before ?? this.#event })
    }
    this.#event = Math.max(this.#event, event)
  }

  /** The event after which some of these were changed elsewhere, too short a time ago to have been noticed; null: none was. */
  unnoticed(ids: readonly ImageId[], now = performance.now()): number | null {
    if (this.#fresh.size === 0) return null
    const fresh = ids.map((id) => this.#fresh.get(id)).filter((one) => one && now - one.at < NOTICED_AFTER)
    return fresh.length === 0 ? null : Math.min(...fresh.map((one) => one!.before))
  }
}
