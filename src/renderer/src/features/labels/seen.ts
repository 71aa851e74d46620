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
  /** Labels that were asked for and wait. */
  #waiting = 0
  /** Changed elsewhere just now: when that was told, and the event before it. */
  readonly #fresh = new Map<ImageId, { at: number; before: number }>()
  /** When all was fetched anew, the event known before, and what was labelled here since. */
  #anew: { at: number; before: number; but: Set<ImageId> } | null = null

  /** The newest event that was told. */
  get event() {
    return this.#event
  }

  /** Everything is fetched anew, as it was at this event. */
  all(event: number, now = performance.now()) {
    const missed = this.#event > 0 && event > this.#event
    this.#anew = missed ? { at: now, before: this.#event, but: new Set() } : null
    this.#event = Math.max(this.#event, event)
    this.#fresh.clear()
  }

  /** This window's own change. */
  own(event: number, ids: Iterable<ImageId>) {
    this.#event = Math.max(this.#event, event)
    for (const id of ids) {
      this.#fresh.delete(id)
      this.#anew?.but.add(id)
    }
  }

  told({ ids, event, window }: LabelsChanged, now = performance.now()) {
    if (window === this.window) return this.own(event, ids)
    if (this.#waiting === 0)
      for (const [id, { at }] of this.#fresh) if (now - at >= NOTICED_AFTER) this.#fresh.delete(id)
    // This window's own label may have come after it, and been told of before.
    const before = Math.min(this.#event, event - ids.length)
    for (const id of ids) this.#fresh.set(id, { at: now, before: this.#fresh.get(id)?.before ?? before })
    this.#event = Math.max(this.#event, event)
  }

  /** A label waits for its turn until `work` is done: what is told meanwhile was not seen when it was asked for. */
  async whileWaiting(work: Promise<void>): Promise<void> {
    this.#waiting++
    await work
    this.#waiting--
    if (this.#waiting === 0 && this.#anew && performance.now() - this.#anew.at >= NOTICED_AFTER)
      this.#anew = null
  }

  /**
   * The event after which some of these were changed elsewhere, too short a time before `asked` to have been noticed, or
   * after it; null: none was.
   */
  unnoticed(ids: readonly ImageId[], asked: number): number | null {
    const isFresh = ({ at }: { at: number }) => asked - at < NOTICED_AFTER
    const changes = this.#fresh.size === 0 ? [] : ids.map((id) => this.#fresh.get(id))
    const fresh = changes.filter((one) => one !== undefined).filter(isFresh)
    const anew = this.#anew
    if (anew && isFresh(anew) && ids.some((id) => !anew.but.has(id))) fresh.push(anew)
    if (fresh.length === 0) return null
    return fresh.reduce((first, { before }) => Math.min(first, before), Infinity)
  }
}
