/**
 * Which places of a view are focused and selected. Places, not ids: a byte each, so that selecting all of a million
 * is one fill. The focused image is always selected unless a click with Ctrl took it out.
 */
export class Selection {
  #flags = new Uint8Array(0)
  #anchor = 0
  #count = $state(0)
  #focus = $state(0)
  /** Counts changes of the flags, which are not reactive themselves. */
  #version = $state(0)

  /** Places selected. */
  get count() {
    return this.#count
  }

  get focus() {
    return this.#focus
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
    this.#flags.fill(0)
    this.#anchor = this.#focus = this.#clamp(place)
    this.#mark(this.#focus, this.#focus)
    this.#changed()
  }

  /** From where the selection began to here. */
  extend(place: number) {
    this.#flags.fill(0)
    this.#focus = this.#clamp(place)
    this.#mark(Math.min(this.#anchor, this.#focus), Math.max(this.#anchor, this.#focus))
    this.#changed()
  }

  toggle(place: number) {
    this.#anchor = this.#focus = this.#clamp(place)
    if (this.#flags.length > 0) this.#flags[this.#focus] = this.#flags[this.#focus] === 1 ? 0 : 1
    this.#changed()
  }

  all() {
    this.#flags.fill(1)
    this.#changed()
  }

  /** A view of this many images, these places selected. Without any the focus stays at its place, selected alone. */
  reset(length: number, places: readonly number[] = []) {
    this.#flags = new Uint8Array(length)
    if (places.length === 0) return this.only(this.#focus)
    for (const place of places) this.#flags[place] = 1
    this.#anchor = this.#focus = this.#clamp(places[0] ?? 0)
    this.#changed()
  }

  /** Selected places, in order. */
  places(): number[] {
    const places: number[] = []
    for (let at = this.#flags.indexOf(1); at !== -1; at = this.#flags.indexOf(1, at + 1)) places.push(at)
    return places
  }

  #clamp(place: number) {
    return Math.max(0, Math.min(place, this.#flags.length - 1))
  }

  #mark(first: number, last: number) {
    this.#flags.fill(1, first, last + 1)
  }

  #changed() {
    let count = 0
    for (const flag of this.#flags) count += flag
    this.#count = count
    this.#version++
  }
}
