import type { Network } from './network.ts'
import { loadModel } from './store.ts'

/** Models kept loaded: the active one, and the two that are compared with it. */
const CAPACITY = 3

/**
 * Models by folder, the least recently used one let go first. The cache owns their tensors; a model is handed out only
 * for the length of a call (`use`), and one that is let go while in use is disposed when its last user is done.
 */
export class ModelCache {
  readonly #entries = new Map<string, Entry>()

  /** Calls `work` with the model in `folder`, loading it where it is not loaded. Throws what `loadModel` throws. */
  async use<T>(folder: string, work: (model: Network) => Promise<T>): Promise<T> {
    const entry = this.#entries.get(folder) ?? new Entry(loadModel(folder))
    this.#entries.delete(folder)
    this.#entries.set(folder, entry)
    const oldest = [...this.#entries.keys()][0]
    if (this.#entries.size > CAPACITY && oldest !== undefined) this.release(oldest)
    try {
      return await entry.use(work)
    } catch (error) {
      // A model that could not be loaded is tried anew next time: its files may have been put right.
      if (entry.failed && this.#entries.get(folder) === entry) this.#entries.delete(folder)
      throw error
    }
  }

  /** Forgets the model in `folder`, if it is loaded. */
  release(folder: string): void {
    this.#entries.get(folder)?.retire()
    this.#entries.delete(folder)
  }
}

class Entry {
  readonly #model: Promise<Network>
  #users = 0
  #retired = false
  failed = false

  constructor(model: Promise<Network>) {
    this.#model = model
  }

  async use<T>(work: (model: Network) => Promise<T>): Promise<T> {
    this.#users++
    try {
      const model = await this.#model.catch((error: unknown) => {
        this.failed = true
        throw error
      })
      return await work(model)
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
    this.#model.then(({ model }) => model.dispose()).catch(() => {})
  }
}
