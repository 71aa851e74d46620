import type { Filter } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { LibraryEvent } from '../../../../shared/contract/library.ts'
import {
  MAX_REVIEW,
  type Review as ReviewInfo,
  type ReviewKind,
} from '../../../../shared/contract/reviews.ts'
import { Latest } from '../../lib/latest.ts'
import { paced } from '../../lib/paced.ts'
import { sentence } from '../../lib/sentence.ts'
import { NO_FILTER } from '../browse/view.svelte.ts'

/** Which images a new review is of. */
export type Over = 'all' | 'train' | 'photos' | 'browse'
/** How many of them it takes at most. */
export const TAKES = ['100', '200', '500', '1000', 'all'] as const
export type Take = (typeof TAKES)[number]

export type Sizes = Record<ReviewKind, number>

const REFRESH_EVERY_MS = 2000

type Parts = {
  api: Api
  /** The filter that Browse shows. */
  browseFilter: () => Filter
  /** Whether it is on screen: only then it is kept up to date. */
  shown: () => boolean
  onProblem: (text: string) => void
}

/** Reviews that are under way, and what a new one would have. */
export class Overview {
  readonly #parts: Parts
  readonly #loads = new Latest(() => this.#load())
  readonly #refresh = paced(() => void (this.#parts.shown() && this.load()), REFRESH_EVERY_MS)
  #reviews = $state.raw<readonly ReviewInfo[] | null>(null)
  #sizes = $state.raw<Sizes | null>(null)
  #over = $state<Over>('all')
  #take = $state<Take>('100')
  #problem = $state<string | null>(null)

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Newest first; null until they are known. */
  get reviews() {
    return this.#reviews
  }
  /** How many images each kind has within what was chosen; null until that is known. */
  get sizes() {
    return this.#sizes
  }
  get problem() {
    return this.#problem
  }
  get over() {
    return this.#over
  }
  set over(value) {
    this.#over = value
    void this.load()
  }
  get take() {
    return this.#take
  }
  set take(value) {
    this.#take = value
  }

  load(): Promise<void> {
    return this.#loads.ask(undefined)
  }

  /** Settles the images of a new one; undefined, and said, where that could not be. */
  async begin(kind: ReviewKind): Promise<ReviewInfo | undefined> {
    const size = this.#take === 'all' ? MAX_REVIEW : Number(this.#take)
    const seed = crypto.getRandomValues(new Uint32Array(1))[0]!
    try {
      return await this.#parts.api.reviews.begin({ kind, filter: this.#filter(), size, seed })
    } catch (error) {
      this.#parts.onProblem(sentence(error))
      return undefined
    }
  }

  async remove({ id }: ReviewInfo): Promise<void> {
    try {
      await this.#parts.api.reviews.remove({ id })
      this.#reviews = this.#reviews?.filter((review) => review.id !== id) ?? null
    } catch (error) {
      this.#parts.onProblem(sentence(error))
    }
  }

  /** Whatever changes in the library, other counts may follow. */
  on({ type }: LibraryEvent) {
    if (type !== 'engine-changed' && type !== 'run-changed') this.#refresh()
  }

  #filter(): Filter {
    if (this.#over === 'train') return { ...NO_FILTER, splits: ['train'] }
    if (this.#over === 'photos') return { ...NO_FILTER, sources: ['photo'] }
    return this.#over === 'browse' ? this.#parts.browseFilter() : NO_FILTER
  }

  async #load() {
    const { reviews } = this.#parts.api
    try {
      const [list, sizes] = await Promise.all([reviews.list(), reviews.sizes({ filter: this.#filter() })])
      this.#reviews = list
      this.#sizes = sizes
      this.#problem = null
    } catch (error) {
      this.#problem = sentence(error)
    }
  }
}
