/** Does the newest wish only: while one is under way, further wishes replace each other. */
export class Latest<Wish> {
  readonly #work: (wish: Wish) => Promise<void>
  #next: { wish: Wish } | null = null
  #running: Promise<void> | null = null

  constructor(work: (wish: Wish) => Promise<void>) {
    this.#work = work
  }

  /** Resolves when nothing is left to do. `work` deals with its own failures. */
  ask(wish: Wish): Promise<void> {
    this.#next = { wish }
    this.#running ??= this.#run()
    return this.#running
  }

  async #run() {
    while (this.#next) {
      const { wish } = this.#next
      this.#next = null
      await this.#work(wish)
    }
    this.#running = null
  }
}
