import { setImmediate as pause } from 'node:timers/promises'
import type { ModelId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { ReadableDatabase } from '../library/database.ts'

/** Rows read between two pauses: some 10 ms. */
const SLICE = 5000

/**
 * A version's features of these images, float16, a row each in the order of `ids`. A little at a time, so that main's thread is
 * never held.
 * @param ids ascending, at least one
 * @throws HaberdashError `features-missing` where one of them is not described any more: no row may take the place of another
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
  const rowsOf = (wanted: Uint32Array): Uint8Array[] => {
    const rows = some.all(JSON.stringify([...wanted]), model) as Uint8Array[]
    if (rows.length < wanted.length) throw changed()
    return rows
  }
  const width = rowsOf(ids.subarray(0, 1))[0]!.length
  const bytes = new Uint8Array(ids.length * width)
  for (let start = 0; start < ids.length; start += SLICE) {
    const rows = rowsOf(ids.subarray(start, start + SLICE))
    for (const [i, row] of rows.entries()) bytes.set(row, (start + i) * width)
    await pause()
  }
  return bytes
}

const changed = () =>
  new HaberdashError('features-missing', 'A photo was fixed, or the version removed, while it was checked.', {
    todo: 'Run the checks again.',
  })
