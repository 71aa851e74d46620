import { sentence } from './sentence.ts'

/** What the server answered last. What came before stays until the newest answer is there. */
export class Asked<Answer> {
  #value = $state.raw<Answer | null>(null)
  #problem = $state<string | null>(null)
  #newest: unknown = null

  /** Null until the first answer. */
  get value() {
    return this.#value
  }
  get problem() {
    return this.#problem
  }

  /** Asked in this order, an answer that another question has overtaken is dropped. */
  async ask(work: () => Promise<Answer>): Promise<void> {
    const own = (this.#newest = {})
    try {
      const value = await work()
      if (this.#newest !== own) return
      this.#value = value
      this.#problem = null
    } catch (error) {
      if (this.#newest === own) this.#problem = sentence(error)
    }
  }

  /** What was answered is of something else than what is asked for now. */
  forget() {
    this.#newest = null
    this.#value = null
    this.#problem = null
  }
}
