import type { Api } from '../../../../shared/contract/index.ts'
import type { ErrorRate, Review as ReviewInfo } from '../../../../shared/contract/reviews.ts'
import { Latest } from '../../lib/latest.ts'

/** What came of a review: the server's counts and, of a sample, how many labels are wrong. */
export type Result = { review: ReviewInfo; errorRate: ErrorRate | null }

/** Asks what came of a review, the newest question only. */
export class Outcome {
  readonly #api: Api
  readonly #onError: (error: unknown) => void
  readonly #loads = new Latest((review: ReviewInfo) => this.#load(review))
  #of: ReviewInfo | null = null
  #result = $state.raw<Result | null>(null)

  constructor(api: Api, onError: (error: unknown) => void) {
    this.#api = api
    this.#onError = onError
  }

  /** Null while it is under way. */
  get result() {
    return this.#result
  }

  ask(review: ReviewInfo): Promise<void> {
    this.#of = review
    return this.#loads.ask(review)
  }

  forget() {
    this.#of = null
    this.#result = null
  }

  async #load(of: ReviewInfo) {
    try {
      const review = (await this.#api.reviews.list()).find(({ id }) => id === of.id)
      const isSample = review?.kind === 'sample'
      const errorRate = isSample ? await this.#api.reviews.errorRate({ id: of.id }) : null
      if (review && of === this.#of) this.#result = { review, errorRate }
    } catch (error) {
      this.#onError(error)
    }
  }
}
