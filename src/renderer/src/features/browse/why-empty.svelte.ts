import type { Filter, FilterPart } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import { Latest } from '../../lib/latest.ts'

/** A part of the filter, and how many images would fit without it. */
export type Hindrance = { part: FilterPart; images: number }

/** By which parts of a filter nothing fits. */
export class WhyEmpty {
  readonly #api: Api
  readonly #asks = new Latest((filter: Filter) => this.#ask(filter))
  #asked: Filter | null = null
  #hindrances = $state.raw<readonly Hindrance[] | null>(null)
  #unscored = $state(0)

  constructor(api: Api) {
    this.#api = api
  }

  /** Most images first; null until it is known. */
  get hindrances() {
    return this.#hindrances
  }

  /** Images that the active model was not asked about yet. */
  get unscored() {
    return this.#unscored
  }

  ask(filter: Filter): Promise<void> {
    this.#hindrances = null
    this.#asked = filter
    return this.#asks.ask(filter)
  }

  async #ask(filter: Filter) {
    try {
      const { parts, unscored } = await this.#api.browse.without({ filter })
      if (filter !== this.#asked) return
      this.#unscored = unscored
      this.#hindrances = parts.toSorted((one, other) => other.images - one.images)
    } catch {
      // All filters can be cleared all the same.
      if (filter === this.#asked) this.#hindrances = []
    }
  }
}
