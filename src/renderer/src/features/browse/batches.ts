/**
 * Fetches what is missing, a batch at a time. What is missing is asked anew for each batch, so that what was overtaken
 * by then is dropped.
 */
export class Batches<Id> {
  readonly #missing: () => Id[]
  readonly #fetch: (ids: Id[]) => Promise<void>
  #running: Promise<void> | null = null

  /** `missing` answers the next batch; what `fetch` was given and could not have must be missing no more. */
  constructor(missing: () => Id[], fetch: (ids: Id[]) => Promise<void>) {
    this.#missing = missing
    this.#fetch = fetch
  }

  /** Resolves when nothing is missing, or rejects with what a batch failed by; the next asking tries again. */
  ask(): Promise<void> {
    this.#running ??= this.#run().finally(() => (this.#running = null))
    return this.#running
  }

  async #run() {
    for (let ids = this.#missing(); ids.length > 0; ids = this.#missing()) await this.#fetch(ids)
  }
}
