import { setImmediate as pause } from 'node:timers/promises'
import type { ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'

/** Rows read between two pauses: some 10 ms. */
const SLICE = 5000

/**
 * A version's features of these images, float16, a row each in the order of `ids`. A little at a time, so that main's thread is
 * never held.
 * @param ids ascending; all of them are described
 */
export async function featureRows(
  db: ReadableDatabase,
  model: ModelId,
  ids: Uint32Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const some = db
    .prepare(
      `SELECT vector FROM json_each(?) AS wanted
       CROSS JOIN features ON model_id = ? AND image_id = wanted.value ORDER BY wanted.key`,
    )
    .pluck()
  const [first] = some.all(JSON.stringify([...ids.subarray(0, 1)]), model) as Uint8Array[]
  const bytes = new Uint8Array(ids.length * (first?.length ?? 0))
  for (let start = 0; start < ids.length; start += SLICE) {
    const rows = some.all(JSON.stringify([...ids.subarray(start, start + SLICE)]), model) as Uint8Array[]
    for (const [i, row] of rows.entries()) bytes.set(row, (start + i) * first!.length)
    await pause()
  }
  return bytes
}
