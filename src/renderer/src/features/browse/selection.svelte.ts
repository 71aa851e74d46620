/** Places first..end, the end not included. */
export type Range = readonly [first: number, end: number]

/** What was selected when a rubber band began, and what of it stays beside the band. */
type Before = { all: Uint8Array<ArrayBuffer>; kept: Uint8Array<ArrayBuffer>; anchor: number; focus: number }

/**
 * Which places of a view are focused and selected. Places, not ids: a byte each, so that selecting all of a million
 * is one fill. The focused image is always selected unless a click with Ctrl took it out.
 */
export class Selection {
  #flags = new Uint8Array(0)
  #anchor = 0
  #before: Before | null = null
  #count = $state(0)
  #focus = $state(0)
  #moves = $state(0)
  /** Counts changes of the flags, which are not reactive themselves. */
  #version = $state(0)

  /** Places selected. */
  get count() {
    return this.#count
  }

  get focus() {
    return this.#focus
  }

  /** Counts the times that the focus was sent somewhere, also to where it was: it is to be seen then. */
  get moves() {
    return this.#moves
  }

  get length() {
    void this.#version
    return this.#flags.length
  }

  has(place: number): boolean {
    void this.#version
    return this.#flags[place] === 1
  }

  only(place: number) {
    this.#moves++
    this.#anchor = this.#focus = this.#clamp(place)
    this.#select(this.#focus, this.#focus)
  }

  /** From where the selection began to here. */
  extend(place: number) {
    this.#moves++
    this.#focus = this.#clamp(place)
    this.#select(Math.min(this.#anchor, this.#focus), Math.max(this.#anchor, this.#focus))
  }

  toggle(place: number) {
    this.#moves++
    this.#anchor = this.#focus = this.#clamp(place)
    if (this.#flags.length === 0) return
    const on = this.#flags[this.#focus] !== 1
    this.#flags[this.#focus] = on ? 1 : 0
    this.#changed(this.#count + (on ? 1 : -1))
  }

  all() {
    this.#flags.fill(1)
    this.#changed(this.#flags.length)
  }

  /** A view of this many images, these places selected. Without any the focus stays at its place, selected alone. */
  reset(length: number, places: readonly number[] = []) {
    this.#flags = new Uint8Array(length)
    this.#before = null
    if (places.length === 0) return this.only(this.#focus)
    for (const place of places) this.#flags[place] = 1
    if (places[0] !== this.#focus) this.#moves++
    this.#anchor = this.#focus = this.#clamp(places[0] ?? 0)
    this.#changed(places.length)
  }

  /** A rubber band begins at this place. What is selected stays so beside it if it adds. */
  beginBand(place: number, adds: boolean) {
    const all = this.#flags
    const kept = adds ? all : new Uint8Array(all.length)
    this.#before = { all, kept, anchor: this.#anchor, focus: this.#focus }
    this.#flags = kept.slice()
    this.#anchor = this.#focus = this.#clamp(place)
    this.#changed(total(this.#flags))
  }

  /** The band covers these places now, and no others. All flags are copied: half a millisecond for a million. */
  band(ranges: Iterable<Range>) {
    if (!this.#before) return
    this.#flags.set(this.#before.kept)
    for (const [first, end] of ranges) this.#flags.fill(1, first, end)
    this.#changed(total(this.#flags))
  }

  /** What the band covers stays selected. */
  endBand() {
    this.#before = null
  }

  /** All is selected again that was before the band. */
  cancelBand() {
    if (!this.#before) return
    this.#flags = this.#before.all
    this.#anchor = this.#before.anchor
    this.#focus = this.#before.focus
    this.#before = null
    this.#changed(total(this.#flags))
  }

  /** Selected places, in order. */
  places(): number[] {
    const places: number[] = []
    for (let place = 0; place < this.#flags.length; place++) if (this.#flags[place] === 1) places.push(place)
    return places
  }

  #clamp(place: number) {
    return Math.max(0, Math.min(place, this.#flags.length - 1))
  }

  /** These places and no others, the last included. */
  #select(first: number, last: number) {
    this.#before = null
    this.#flags.fill(0)
    this.#flags.fill(1, first, last + 1)
    this.#changed(Math.min(last + 1, this.#flags.length) - first)
  }

  #changed(count: number) {
    this.#count = count
    this.#version++
  }
}

/** How many flags are set. By index, since an iterator takes 15 ms for a million and this one. */
function total(flags: Uint8Array): number {
  let count = 0
  for (let place = 0; place < flags.length; place++) count += flags[place]!
  return count
}
