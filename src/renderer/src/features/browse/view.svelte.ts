import type { Filter, Sort } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { Latest } from '../../lib/latest.ts'
import { sentence } from '../../lib/sentence.ts'

export const NO_FILTER: Filter = {
  ...{ classes: [], unlabelled: false, splits: [], sources: [] },
  ...{ labelledBy: [], predicted: [] },
}

/** From here on looking through ids one after the other is no longer the quickest. */
const MANY = 8

/** How many of the filter's parts restrict. */
export const restrictions = (filter: Filter): number =>
  [
    filter.classes.length > 0 || filter.unlabelled,
    filter.splits.length > 0,
    filter.sources.length > 0,
    filter.corrected !== undefined,
    filter.disagrees !== undefined,
    filter.unsure !== undefined,
    Boolean(filter.text),
  ].filter(Boolean).length

/** Whether a new label can change what fits, or its place. */
const dependsOnLabels = (filter: Filter, sort: Sort): boolean =>
  filter.classes.length > 0 ||
  filter.unlabelled ||
  filter.corrected !== undefined ||
  filter.disagrees !== undefined ||
  sort === 'most-suspicious'

/** Whether a new prediction can. */
const dependsOnPredictions = (filter: Filter, sort: Sort): boolean =>
  filter.disagrees !== undefined || filter.unsure !== undefined || (sort !== 'newest' && sort !== 'oldest')

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
  #filter = $state.raw<Filter>(NO_FILTER)
  #sort = $state<Sort>('newest')
  #ids = $state.raw(new Uint32Array(0))
  #loaded = $state(false)
  #stale = $state(false)
  #problem = $state<string | null>(null)

  /** `onAnswer` is given the replacing of the ids to do, so that it can carry over what was meant by their places. */
  constructor(api: Api, onAnswer: (replace: () => void) => void) {
    this.#api = api
    this.#onAnswer = onAnswer
  }

  get filter() {
    return this.#filter
  }
  get sort() {
    return this.#sort
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

  show(filter: Filter, sort: Sort = this.#sort): Promise<void> {
    this.#filter = filter
    this.#sort = sort
    return this.reload()
  }

  reload(): Promise<void> {
    return this.#loads.ask(undefined)
  }

  labelsChanged() {
    this.#stale ||= dependsOnLabels(this.#filter, this.#sort)
  }

  /** Also that another model is active now. */
  predictionsChanged() {
    this.#stale ||= dependsOnPredictions(this.#filter, this.#sort)
  }

  async #load() {
    const filter = this.#filter
    const sort = this.#sort
    try {
      this.#stale = false
      const blob = await this.#api.browse.view({ filter, sort })
      const ids = new Uint32Array(await blob.arrayBuffer())
      // Asked for something else meanwhile: that answer is the one to show.
      if (filter !== this.#filter || sort !== this.#sort) return
      this.#problem = null
      this.#onAnswer(() => (this.#ids = ids))
      this.#loaded = true
    } catch (error) {
      this.#problem = sentence(error)
    }
  }
}
