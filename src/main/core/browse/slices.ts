/** Ids read at a time between two questions: some 15 ms. */
const SLICE = 20_000

/** Reads something id by id: bit by bit while nothing else is to be done, or what is left of it at once. */
export class Slices {
  readonly #read: (from: number, before: number) => void
  readonly #size: number
  #next = 0

  /** @param size one past the last id */
  constructor(size: number, read: (from: number, before: number) => void) {
    this.#read = read
    this.#size = size
  }

  get done(): boolean {
    return this.#next >= this.#size
  }

  step(): void {
    this.#to(Math.min(this.#next + SLICE, this.#size))
  }

  finish(): void {
    if (!this.done) this.#to(this.#size)
  }

  #to(before: number): void {
    this.#read(this.#next, before)
    this.#next = before
  }
}
