/** How far back the rate looks, and a break that begins it anew. */
const WINDOW_MS = 3 * 60_000
/** Of fewer images nothing is said. */
const LEAST = 5

/** How many images a minute are gone through in this sitting. */
export class Pace {
  #times = $state.raw<readonly number[]>([])

  /** One more is done. @param at milliseconds */
  did(at = Date.now()) {
    this.#times = [...this.#times.filter((time) => time > at - WINDOW_MS), at]
  }

  /** Over the last minutes; null while there is too little to tell. */
  get perMinute(): number | null {
    const [first, last] = [this.#times[0], this.#times.at(-1)]
    if (first === undefined || last === undefined || last === first || this.#times.length < LEAST) return null
    return ((this.#times.length - 1) * 60_000) / (last - first)
  }

  reset() {
    this.#times = []
  }
}
