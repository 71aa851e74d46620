import { HaberdashError } from '../../shared/errors.ts'

/** Matrices of features that main has sent in pieces, by the name it gave them, until it lets go of them. */
export class HeldFeatures {
  readonly #held = new Map<string, Uint8Array<ArrayBuffer>>()

  /** @param at where the piece begins, of `total` bytes in all */
  put(name: string, total: number, at: number, part: Uint8Array): void {
    const bytes = this.#held.get(name) ?? new Uint8Array(total)
    bytes.set(part, at)
    this.#held.set(name, bytes)
  }

  /** Float16, row by row. @throws HaberdashError `engine-stopped` */
  get(name: string): Float16Array {
    const bytes = this.#held.get(name)
    if (bytes) return new Float16Array(bytes.buffer)
    throw new HaberdashError('engine-stopped', 'The engine stopped in the middle of this.', {
      todo: 'It is started again by itself. Run this again.',
    })
  }

  forget(name: string): void {
    this.#held.delete(name)
  }
}
