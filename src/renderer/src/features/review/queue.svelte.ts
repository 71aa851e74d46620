import type { Api } from '../../../../shared/contract/index.ts'
import type { Review as ReviewInfo } from '../../../../shared/contract/reviews.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { fromOrpcError } from '../../../../shared/error-mapping.ts'
import { Latest } from '../../lib/latest.ts'
import { paced } from '../../lib/paced.ts'
import { sentence } from '../../lib/sentence.ts'
import { Items, OPEN, SKIPPED, type Counts } from './items.ts'

/** At most so many images are asked about, or skipped, in one call. */
const BATCH = 1000
const REFRESH_EVERY_MS = 1000

type Parts = {
  api: Api
  onProblem: (text: string) => void
  /** Some stand otherwise now. */
  onChange: () => void
  /** It was removed, in another window. */
  onGone: () => void
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
  /** Of those alone it is not known how they stand; null: of none of them. */
  #stale: Set<ImageId> | null = new Set()
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
    this.#stale = new Set()
  }

  /** Asks the server how these stand; without ids, or of very many, all of them, once in a second at most. */
  refresh(ids?: readonly ImageId[]) {
    if (!this.#review) return
    const mine = ids?.filter((id) => this.#items.place(id) !== undefined)
    if (mine?.length === 0) return
    if (mine && this.#stale) for (const id of mine) this.#stale.add(id)
    else this.#stale = null
    if (this.#stale && this.#stale.size <= BATCH) void this.#loads.ask(undefined)
    else this.#reload()
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
      for (let first = 0; first < ids.length; first += BATCH)
        await this.#parts.api.reviews.skip({ id: review.id, ids: ids.slice(first, first + BATCH), on })
      if (review === this.#review) this.confirm(ids, on ? SKIPPED : OPEN)
    }
    this.#skips = this.#skips.then(call).catch((error: unknown) => this.#parts.onProblem(sentence(error)))
    return this.#skips
  }

  async #ask(review: ReviewInfo, ids?: readonly ImageId[]): Promise<Items | null> {
    try {
      const bytes = await this.#parts.api.reviews.items({ id: review.id, ...(ids && { ids: [...ids] }) })
      return Items.read(await bytes.arrayBuffer())
    } catch (error) {
      this.#parts.onProblem(sentence(error))
      if (review === this.#review && fromOrpcError(error).code === 'review-unknown') this.#parts.onGone()
      return null
    }
  }

  async #load() {
    const [review, changes, stale] = [this.#review, this.#changes, this.#stale]
    if (!review || stale?.size === 0) return
    // Before the answer, so that a change that happens meanwhile is asked about again.
    this.#stale = new Set()
    const some = stale !== null && stale.size <= BATCH ? [...stale] : undefined
    const answer = await this.#ask(review, some)
    if (!answer || review !== this.#review) return
    if (changes !== this.#changes) return this.refresh(some)
    this.#items = some ? this.#items.merged(answer) : answer
    this.#parts.onChange()
  }
}
