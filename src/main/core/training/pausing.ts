import { setTimeout as pause } from 'node:timers/promises'

/** How often what waits looks whether it may go on, milliseconds. */
const LOOK_EVERY = 100

/** Whether a run is to stand still. Before the engine trains that is kept for when it does; after it, it is too late. */
export class Pausing {
  #paused = false
  #over = false
  #tell: ((paused: boolean) => void) | null = null

  /** False where it is too late. */
  set(paused: boolean): boolean {
    if (this.#over) return false
    if (this.#paused !== paused) this.#tell?.(paused)
    this.#paused = paused
    return true
  }

  /** From now on `tell` hears of it. */
  begin(tell: (paused: boolean) => void): void {
    this.#tell = tell
    if (this.#paused) tell(true)
  }

  /** Waits while it stands still, or until the signal: for what is done before the engine trains. */
  async over(signal: AbortSignal): Promise<void> {
    while (this.#paused && !signal.aborted) await pause(LOOK_EVERY, undefined, { signal }).catch(() => {})
  }

  end(): void {
    this.#over = true
    this.#tell = null
  }
}
