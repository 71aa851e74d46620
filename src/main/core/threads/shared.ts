import type { Progress, Work } from './work.ts'

/**
 * One piece of work that several wait for: begun by the first of them, told of to all, and given up once none of them waits
 * any more.
 */
export class SharedWork<Value, Stage extends string = string> {
  readonly #value: Promise<Value>
  readonly #listeners = new Set<(progress: Progress<Stage>) => void>()
  readonly #giveUp = new AbortController()
  #last: Progress<Stage> | null = null
  #waiting = 0
  #settled = false

  constructor(begin: (work: Required<Work<Stage>>) => Promise<Value>) {
    this.#value = begin({
      signal: this.#giveUp.signal,
      onProgress: (progress) => {
        this.#last = progress
        for (const listener of this.#listeners) listener(progress)
      },
    })
    // Each who waits hears of what went wrong; with none left there is nobody to tell.
    const settle = () => void (this.#settled = true)
    this.#value.then(settle, settle)
  }

  /** Whether nobody waits any more, so that whoever comes now must begin anew. */
  get givenUp(): boolean {
    return this.#giveUp.signal.aborted
  }

  /** @throws the signal's reason, or what the work throws */
  async join({ signal, onProgress }: Work<Stage> = {}): Promise<Value> {
    signal?.throwIfAborted()
    this.#waiting++
    if (onProgress) this.#listeners.add(onProgress)
    if (this.#last) onProgress?.(this.#last)
    let leave = () => {}
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(signal!.reason as Error)
    })
    signal?.addEventListener('abort', leave, { once: true })
    try {
      return await Promise.race([this.#value, left])
    } finally {
      signal?.removeEventListener('abort', leave)
      if (onProgress) this.#listeners.delete(onProgress)
      this.#waiting--
      if (this.#waiting === 0 && !this.#settled) this.#giveUp.abort()
    }
  }
}
