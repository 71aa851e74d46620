/**
 * What takes a while to load, by a key, the least recently used let go first. The cache owns what is loaded; it is handed
 * out only for the length of a call (`use`), and one that is let go while in use is disposed when its last user is done.
 */
export class LoadCache<T> {
  readonly #capacity: number
  readonly #dispose: (loaded: T) => void
  readonly #entries = new Map<string, Entry<T>>()

  constructor(capacity: number, dispose: (loaded: T) => void) {
    this.#capacity = capacity
    this.#dispose = dispose
  }

  /** Calls `work` with what `load` makes of the key, loading it where it is not loaded. Throws what `load` throws. */
  async use<R>(key: string, load: () => Promise<T>, work: (loaded: T) => Promise<R>): Promise<R> {
    const entry = this.#entries.get(key) ?? new Entry(load(), this.#dispose)
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    const oldest = [...this.#entries.keys()][0]
    if (this.#entries.size > this.#capacity && oldest !== undefined) this.release(oldest)
    try {
      return await entry.use(work)
    } catch (error) {
      // What could not be loaded is tried anew next time: its files may have been put right.
      if (entry.failed && this.#entries.get(key) === entry) this.#entries.delete(key)
      throw error
    }
  }

  /** Forgets what is loaded for a key, if anything is. */
  release(key: string): void {
    this.#entries.get(key)?.retire()
    this.#entries.delete(key)
  }
}

class Entry<T> {
  readonly #loaded: Promise<T>
  readonly #dispose: (loaded: T) => void
  #users = 0
  #retired = false
  failed = false

  constructor(loaded: Promise<T>, dispose: (loaded: T) => void) {
    this.#loaded = loaded
    this.#dispose = dispose
  }

  async use<R>(work: (loaded: T) => Promise<R>): Promise<R> {
    this.#users++
    try {
      const loaded = await this.#loaded.catch((error: unknown) => {
        this.failed = true
        throw error
      })
      return await work(loaded)
    } finally {
      this.#users--
      this.#disposeIfDone()
    }
  }

  retire(): void {
    this.#retired = true
    this.#disposeIfDone()
  }

  #disposeIfDone(): void {
    if (!this.#retired || this.#users > 0) return
    this.#loaded.then(this.#dispose).catch(() => {})
  }
}
