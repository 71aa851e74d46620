import { HaberdashError } from '../../shared/errors.ts'

/** Matrices of features that main has sent in pieces, by the name it gave them, until it lets go of them. */
export class HeldFeatures {
  readonly #held = new Map<string, Uint8Array<ArrayBuffer>>()

  /**
   * Pieces come one after the other. A process that was started anew between two of them has none of the first ones, and must
   * not take zeros for them.
   * @param at where the piece begins, of `total` bytes in all
   * @throws HaberdashError `engine-stopped`
   */
  put(name: string, total: number, at: number, part: Uint8Array): void {
    if (at === 0) this.#held.set(name, new Uint8Array(total))
    this.#bytes(name).set(part, at)
  }

  /** Float16, row by row. @throws HaberdashError `engine-stopped` */
  get(name: string): Float16Array {
    return new Float16Array(this.#bytes(name).buffer)
  }

  forget(name: string): void {
    this.#held.delete(name)
  }

  #bytes(name: string): Uint8Array<ArrayBuffer> {
    const bytes = this.#held.get(name)
    if (bytes) return bytes
    throw new HaberdashError('engine-stopped', 'The engine stopped in the middle of this.', {
      todo: 'It is started again by itself. Run this again.',
    })
  }
}
