import type { ImageId } from '../../../../shared/domain.ts'

export const OPEN = 0
export const DONE = 1
export const SKIPPED = 2

export type Counts = { images: number; done: number; skipped: number; left: number }

/** The images of a review, in order, and how each stands. Never changed: a change makes another. */
export class Items {
  readonly #ids: Uint32Array<ArrayBuffer>
  readonly #states: Uint8Array<ArrayBuffer>
  readonly #places: ReadonlyMap<ImageId, number>

  constructor(
    ids = new Uint32Array(0),
    states = new Uint8Array(0),
    places: ReadonlyMap<ImageId, number> = placesOf(ids),
  ) {
    this.#ids = ids
    this.#states = states
    this.#places = places
  }

  /** As `reviews.items` answers them. */
  static read(bytes: ArrayBuffer): Items {
    const images = bytes.byteLength / 5
    return new Items(new Uint32Array(bytes, 0, images), new Uint8Array(bytes, images * 4))
  }

  get length() {
    return this.#ids.length
  }

  at(place: number): ImageId | undefined {
    return this.#ids[place] as ImageId | undefined
  }

  state(place: number): number {
    return this.#states[place] ?? OPEN
  }

  place(id: ImageId): number | undefined {
    return this.#places.get(id)
  }

  slice(first: number, end: number): ImageId[] {
    return Array.from(this.#ids.subarray(Math.max(0, first), Math.max(0, end))) as ImageId[]
  }

  /** All that stand so. */
  all(state: number): ImageId[] {
    return Array.from(this.#ids).filter((_, place) => this.#states[place] === state) as ImageId[]
  }

  counts(): Counts {
    const each = [0, 0, 0]
    for (const state of this.#states) each[state]!++
    const [left = 0, done = 0, skipped = 0] = each
    return { images: this.length, done, skipped, left }
  }

  /** The same with these standing so; of those that are no part of it nothing is said. */
  with(ids: readonly ImageId[], state: number): Items {
    const states = this.#states.slice()
    for (const id of ids) {
      const place = this.#places.get(id)
      if (place !== undefined) states[place] = state
    }
    return new Items(this.#ids, states, this.#places)
  }

  /** The same, with those that `some` has standing as they do there. */
  merged(some: Items): Items {
    const ids = some.slice(0, some.length)
    return [OPEN, DONE, SKIPPED].reduce<Items>(
      (items, state) =>
        items.with(
          ids.filter((_, place) => some.state(place) === state),
          state,
        ),
      this,
    )
  }

  /** Places of the next open images behind this one, and from the beginning where there are no more; `most` of them. */
  nextOpen(place: number, most: number, but: ReadonlySet<ImageId> = new Set()): number[] {
    const found: number[] = []
    for (let step = 1; step < this.length && found.length < most; step++) {
      const at = (place + step) % this.length
      if (this.#states[at] === OPEN && !but.has(this.#ids[at] as ImageId)) found.push(at)
    }
    return found
  }
}

const placesOf = (ids: Uint32Array): ReadonlyMap<ImageId, number> =>
  new Map(Array.from(ids, (id, place) => [id as ImageId, place]))
