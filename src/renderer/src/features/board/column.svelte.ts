import type { ClassId, ImageId } from '../../../../shared/domain.ts'

/** A class, or no label. */
export type ColumnId = ClassId | null

/** How long what came in is marked, milliseconds. */
const FRESH_FOR = 1600

/**
 * The images of one class, in order. It knows what is at the top of its window too, so that images that come and go
 * leave the others where they are on screen.
 */
export class Column {
  readonly id: ColumnId
  #ids = $state.raw(new Uint32Array(0))
  #fresh = $state.raw<ReadonlySet<ImageId>>(new Set())
  #forget: ReturnType<typeof setTimeout> | undefined
  /** Where those were that have left: coming back, by an undo, they go there. */
  readonly #left = new Map<ImageId, number>()
  /** The first place on screen, and how much of its row is scrolled away, 0 to 1. */
  #top = { place: 0, part: 0 }

  constructor(id: ColumnId) {
    this.id = id
  }

  get ids(): Uint32Array {
    return this.#ids
  }
  get length() {
    return this.#ids.length
  }
  /** It has images, or had some since it was loaded. */
  get used() {
    return this.#ids.length > 0 || this.#left.size > 0
  }

  at(place: number): ImageId | undefined {
    return this.#ids[place] as ImageId | undefined
  }

  /** -1: it is not here. */
  placeOf(id: ImageId): number {
    return this.#ids.indexOf(id)
  }

  /** Those of the images that are here. */
  among(images: ReadonlySet<ImageId>): ImageId[] {
    return Array.from(this.#ids.filter((id) => images.has(id as ImageId))) as ImageId[]
  }

  slice(first: number, end: number): ImageId[] {
    return Array.from(this.#ids.subarray(first, end)) as ImageId[]
  }

  /** It came in a moment ago. */
  isFresh(id: ImageId): boolean {
    return this.#fresh.has(id)
  }

  /** Another order, or other images: shown from its first one on. */
  load(ids: Uint32Array<ArrayBuffer>) {
    this.#ids = ids
    this.#left.clear()
    this.#top = { place: 0, part: 0 }
  }

  /** The window was scrolled so that this place is at its top. */
  scrolled(place: number, part: number) {
    this.#top = { place, part }
  }

  /** How many rows are scrolled away, with so many images in a row. */
  rowsAbove(across: number): number {
    return Math.floor(this.#top.place / across) + this.#top.part
  }

  /** Takes out those that leave, and answers with them. */
  release(leaves: (id: ImageId) => boolean): ImageId[] {
    const left: ImageId[] = []
    let leftAbove = 0
    const kept = this.#ids.filter((each, place) => {
      const id = each as ImageId
      if (!leaves(id)) return true
      if (place < this.#top.place) leftAbove++
      this.#left.set(id, place)
      left.push(id)
      return false
    })
    if (left.length === 0) return left
    this.#top = { ...this.#top, place: this.#top.place - leftAbove }
    this.#ids = kept
    return left
  }

  /** Takes these in: at the top, or where they were before. */
  receive(ids: readonly ImageId[]) {
    const back = ids
      .map((id) => ({ id, place: this.#left.get(id) }))
      .filter((one): one is { id: ImageId; place: number } => one.place !== undefined)
      .sort((one, other) => one.place - other.place)
    const others = Uint32Array.from([...ids.filter((id) => !this.#left.has(id)), ...this.#ids])
    const shift = others.length - this.#ids.length
    const { merged, placeOf } = merge(others, back)
    const atTop = this.#top.place === 0 && this.#top.part === 0
    if (!atTop) this.#top = { ...this.#top, place: placeOf(this.#top.place + shift) }
    this.#ids = merged
    for (const id of ids) this.#left.delete(id)
    this.#mark(ids)
  }

  #mark(ids: readonly ImageId[]) {
    this.#fresh = new Set(ids)
    clearTimeout(this.#forget)
    this.#forget = setTimeout(() => (this.#fresh = new Set()), FRESH_FOR)
  }
}

/** Puts `back`, by ascending place, among the others. `placeOf` is where one of the others has come to. */
function merge(others: Uint32Array, back: readonly { id: ImageId; place: number }[]) {
  const merged = new Uint32Array(others.length + back.length)
  let [from, to] = [0, 0]
  for (const { id, place } of back) {
    const ahead = Math.max(0, Math.min(place - to, others.length - from))
    merged.set(others.subarray(from, from + ahead), to)
    from += ahead
    to += ahead
    merged[to++] = id
  }
  merged.set(others.subarray(from), to)
  const placeOf = (place: number) =>
    back.reduce((at, one) => (one.place <= at ? at + 1 : at), Math.min(place, others.length))
  return { merged, placeOf }
}
