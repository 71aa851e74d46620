import type { Api } from '../../../../shared/contract/index.ts'
import type { AskEvent, ResultSplit } from '../../../../shared/contract/results.ts'
import type { ModelId } from '../../../../shared/domain.ts'
import { sentence } from '../../lib/sentence.ts'

/** A version being asked what it was not asked yet of a split's images. */
export class Asking {
  readonly #api: Api
  readonly #onEnd: () => void
  #progress = $state.raw<AskEvent | null>(null)
  #problem = $state<string | null>(null)
  #running = $state.raw<AbortController | null>(null)

  /** `onEnd`: there are answers that were not there before, perhaps. */
  constructor(api: Api, onEnd: () => void) {
    this.#api = api
    this.#onEnd = onEnd
  }

  get running(): boolean {
    return this.#running !== null
  }
  /** Null until it is known. */
  get progress() {
    return this.#progress
  }
  get problem() {
    return this.#problem
  }

  async ask(models: readonly ModelId[], split: ResultSplit): Promise<void> {
    this.cancel()
    const abort = new AbortController()
    this.#running = abort
    this.#problem = null
    try {
      for (const model of models) {
        const events = await this.#api.results.ask({ model, split }, { signal: abort.signal })
        for await (const event of events) if (this.#running === abort) this.#progress = event
      }
    } catch (error) {
      if (this.#running === abort) this.#problem = sentence(error)
    }
    if (this.#running === abort) this.cancel()
    this.#onEnd()
  }

  /** What was answered so far is kept. */
  cancel(): void {
    this.#running?.abort()
    this.#running = null
    this.#progress = null
  }
}
