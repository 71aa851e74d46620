import { EventEmitter, once } from 'node:events'

/** Lets a training stand still between two batches, for as long as a person wants. */
export class Pause {
  readonly #ends = new EventEmitter()
  #on = false

  get on(): boolean {
    return this.#on
  }

  set(on: boolean): void {
    this.#on = on
    if (!on) this.#ends.emit('over')
  }

  /** Waits until it is over, or until the signal. */
  async over(signal: AbortSignal | undefined): Promise<void> {
    while (this.#on && !signal?.aborted) await once(this.#ends, 'over', { signal }).catch(() => {})
  }
}
