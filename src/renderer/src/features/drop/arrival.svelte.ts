import type { Filter } from '../../../../shared/contract/browse.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import type { Browse } from '../browse/browse.svelte.ts'

/** Shows dropped photos, and moves nothing once the person has done something else. */
export class Arrival {
  readonly #browse: Browse
  readonly #goToBrowse: () => void
  /** Counts what the person does: keys, clicks, scrolling. */
  #acts = 0
  #start: { acts: number; filter: Filter } | null = null

  constructor(browse: Browse, goToBrowse: () => void) {
    this.#browse = browse
    this.#goToBrowse = goToBrowse
  }

  acted() {
    this.#acts++
  }

  start(): Promise<void> {
    this.#goToBrowse()
    const shown = this.#browse.showPhotos([])
    this.#start = { acts: this.#acts, filter: this.#browse.view.filter }
    return shown
  }

  /** True: the last photo is selected. One alone: a digit pressed next must not label them all. */
  async end(last: ImageId): Promise<boolean> {
    if (!this.#untouched()) return false
    await this.#browse.refresh()
    if (!this.#untouched()) return false
    this.#browse.reveal([last])
    return true
  }

  #untouched() {
    return this.#start?.acts === this.#acts && this.#start.filter === this.#browse.view.filter
  }
}
