import type { Api } from '../../../../shared/contract/index.ts'
import type { Review as ReviewInfo } from '../../../../shared/contract/reviews.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { Latest } from '../../lib/latest.ts'
import { paced } from '../../lib/paced.ts'
import { sentence } from '../../lib/sentence.ts'
import { Items, OPEN, SKIPPED, type Counts } from './items.ts'

const SKIP_BATCH = 1000
const REFRESH_EVERY_MS = 1000

type Parts = {
  api: Api
  onProblem: (text: string) => void
  /** Some stand otherwise now. */
  onChange: () => void
}

/** The images of the review that is under way, kept in step with the server. */
export class Queue {
  readonly #parts: Parts
  readonly #loads = new Latest(() => this.#load())
  readonly #reload = paced(() => void this.#loads.ask(undefined), REFRESH_EVERY_MS)
  #review = $state.raw<ReviewInfo | null>(null)
  #items = $state.raw(new Items())
  readonly #counts = $derived(this.#items.counts())
  #skips: Promise<void> = Promise.resolve()
  /** Counts what was confirmed here: an answer that was asked for before is older than that. */
  #changes = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Null: none is under way. */
  get review() {
    return this.#review
  }
  get items() {
    return this.#items
  }
  get counts(): Counts {
    return this.#counts
  }

  /** Whether it could be opened. */
  async open(review: ReviewInfo): Promise<boolean> {
    const items = await this.#ask(review)
    if (!items) return false
    this.#items = items
    this.#review = review
    return true
  }

  close() {
    this.#review = null
    this.#items = new Items()
  }

  /** Asks the server how they stand, once in a second at most. */
  reload() {
    if (this.#review) this.#reload()
  }

  /** The server has confirmed that these stand so now. */
  confirm(ids: readonly ImageId[], state: number) {
    this.#changes++
    this.#items = this.#items.with(ids, state)
    this.#parts.onChange()
  }

  /** Puts images aside, or takes them up again; one call after the other. */
  skip(ids: readonly ImageId[], on: boolean): Promise<void> {
    const review = this.#review
    if (!review) return this.#skips
    const call = async () => {
      for (let first = 0; first < ids.length; first += SKIP_BATCH)
        await this.#parts.api.reviews.skip({ id: review.id, ids: ids.slice(first, first + SKIP_BATCH), on })
      if (review === this.#review) this.confirm(ids, on ? SKIPPED : OPEN)
    }
    this.#skips = this.#skips.then(call).catch((error: unknown) => this.#parts.onProblem(sentence(error)))
    return this.#skips
  }

  async #ask(review: ReviewInfo): Promise<Items | null> {
    try {
      return Items.read(await (await this.#parts.api.reviews.items({ id: review.id })).arrayBuffer())
    } catch (error) {
      this.#parts.onProblem(sentence(error))
      return null
    }
  }

  async #load() {
    const [review, changes] = [this.#review, this.#changes]
    const items = review && (await this.#ask(review))
    if (!items || review !== this.#review) return
    if (changes !== this.#changes) return void this.#loads.ask(undefined)
    this.#items = items
    this.#parts.onChange()
  }
}
