import { setImmediate as pause } from 'node:timers/promises'

/** Rows read and handled at a time: some 10 ms. */
const SLICE = 2000

/**
 * Ids in slices, with a pause before each, in which main's thread serves others. What is read of the slices is not of one
 * moment: whoever asks for it asks again once it hears of a change.
 */
export async function* slices(ids: Uint32Array): AsyncGenerator<Uint32Array> {
  for (let start = 0; start < ids.length; start += SLICE) {
    await pause()
    yield ids.subarray(start, start + SLICE)
  }
}
