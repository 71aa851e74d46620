import { MARK } from '../../../../shared/contract/map.ts'
import type { ClassId } from '../../../../shared/domain.ts'

/** What the images of a map are coloured by, by their places. */
export class Marks {
  /** Cross-entropy against the label, nats; NaN where there is none. */
  readonly losses: Float32Array
  /** Class ids; 0 is none. */
  readonly labels: Uint16Array
  readonly predicted: Uint16Array
  readonly #flags: Uint8Array

  /** @param bytes as the contract's `map.marks` has them */
  constructor(bytes: ArrayBuffer, count: number) {
    this.losses = new Float32Array(bytes, 0, count)
    this.labels = new Uint16Array(bytes, 4 * count, count)
    this.predicted = new Uint16Array(bytes, 6 * count, count)
    this.#flags = new Uint8Array(bytes, 8 * count, count)
  }

  label(place: number): ClassId | null {
    return (this.labels[place] || null) as ClassId | null
  }

  /** The active version's answer; null where it was not asked. */
  prediction(place: number): ClassId | null {
    return this.#has(place, MARK.answered) ? (this.predicted[place] as ClassId) : null
  }

  present(place: number): boolean {
    return this.#has(place, MARK.present)
  }

  unsure(place: number): boolean {
    return this.#has(place, MARK.unsure)
  }

  /** Takes over what others say of these places: the first of theirs is of the first place. */
  take(places: readonly number[], from: Marks): void {
    for (const [i, place] of places.entries()) {
      this.losses[place] = from.losses[i]!
      this.labels[place] = from.labels[i]!
      this.predicted[place] = from.predicted[i]!
      this.#flags[place] = from.#flags[i]!
    }
  }

  #has(place: number, flag: number): boolean {
    return (this.#flags[place]! & flag) > 0
  }
}
