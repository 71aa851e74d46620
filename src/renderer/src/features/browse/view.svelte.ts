import type { Filter, Sort, ViewSpec } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { restrictingParts } from '../../../../shared/filter.ts'
import { Latest } from '../../lib/latest.ts'
import { sentence } from '../../lib/sentence.ts'
import { dependsOn } from './depends.ts'
import { canOrder } from './sorts.ts'

export const NO_FILTER: Filter = {
  ...{ classes: [], unlabelled: false, splits: [], sources: [] },
  ...{ labelledBy: [], predicted: [], findings: [] },
}

export const FIRST_VIEW: ViewSpec = { filter: NO_FILTER, sort: 'newest', seed: 0 }

/** From here on looking through ids one after the other is no longer the quickest. */
const MANY = 8

/** How many of the filter's parts restrict. */
export const restrictions = (filter: Filter): number => restrictingParts(filter).length

/** Whether an id is among these: of many, by a byte for each id there may be, as a set of a million takes half a second. */
function idSet(ids: readonly ImageId[]): (id: number) => boolean {
  if (ids.length < MANY) return (id) => ids.includes(id as ImageId)
  const flags = new Uint8Array(ids.reduce((most, id) => Math.max(most, id), 0) + 1)
  for (const id of ids) flags[id] = 1
  return (id) => flags[id] === 1
}

/** The images that fit a filter, in order. What is shown stays until the new answer is here. */
export class View {
  readonly #api: Api
  readonly #onAnswer: (replace: () => void) => void
  readonly #loads = new Latest(() => this.#load())
  #spec = $state.raw(FIRST_VIEW)
  #ids = $state.raw(new Uint32Array(0))
  #loaded = $state(false)
  #stale = $state(false)
  #problem = $state<string | null>(null)

  /** `onAnswer` is given the replacing of the ids to do, so that it can carry over what was meant by their places. */
  constructor(api: Api, onAnswer: (replace: () => void) => void, first = FIRST_VIEW) {
    this.#api = api
    this.#onAnswer = onAnswer
    this.#spec = first
  }

  get spec() {
    return this.#spec
  }

  get filter() {
    return this.#spec.filter
  }
  get sort() {
    return this.#spec.sort
  }
  get length() {
    return this.#ids.length
  }
  /** False until the first answer. */
  get loaded() {
    return this.#loaded
  }
  /** Some of what is shown may no longer fit, or lie in its place. Kept still until asked to reload. */
  get stale() {
    return this.#stale
  }
  get problem() {
    return this.#problem
  }

  at(place: number): ImageId | undefined {
    return this.#ids[place] as ImageId | undefined
  }

  /** The places of those of the ids that are in the view, in order. */
  places(ids: readonly ImageId[]): number[] {
    const places: number[] = []
    const wanted = idSet(ids)
    for (let place = 0; place < this.#ids.length; place++) if (wanted(this.#ids[place]!)) places.push(place)
    return places
  }

  /** The ids at these places, in their order. */
  pick(places: readonly number[]): ImageId[] {
    return places.map((place) => this.#ids[place] as ImageId)
  }

  slice(first: number, end: number): ImageId[] {
    return Array.from(this.#ids.subarray(first, end)) as ImageId[]
  }

  /**
   * @param wanted the order; of a list that is gone from the filter there is none, and the newest come first
   * @param seed of the order `random`; no other has one, so that the same view is always said in the same way
   */
  show(filter: Filter, wanted: Sort = this.sort, seed: number = this.#spec.seed): Promise<void> {
    const sort = canOrder(wanted, filter) ? wanted : FIRST_VIEW.sort
    this.#spec = { filter, sort, seed: sort === 'random' ? seed : 0 }
    return this.reload()
  }

  reload(): Promise<void> {
    return this.#loads.ask(undefined)
  }

  labelsChanged() {
    this.#stale ||= dependsOn('labels', this.#spec)
  }

  /** Also that another model is active now. */
  predictionsChanged() {
    this.#stale ||= dependsOn('predictions', this.#spec)
  }

  flagsChanged() {
    this.#stale ||= dependsOn('flags', this.#spec)
  }

  /** What the checks found is another now. */
  findingsChanged() {
    this.#stale ||= dependsOn('findings', this.#spec)
  }

  async #load() {
    const spec = this.#spec
    try {
      this.#stale = false
      const blob = await this.#api.browse.view(spec)
      const ids = new Uint32Array(await blob.arrayBuffer())
      // Asked for something else meanwhile: that answer is the one to show.
      if (spec !== this.#spec) return
      this.#problem = null
      this.#onAnswer(() => (this.#ids = ids))
      this.#loaded = true
    } catch (error) {
      this.#problem = sentence(error)
    }
  }
}
