import { setImmediate as pause } from 'node:timers/promises'
import type { Split } from '../../../shared/domain.ts'
import type { Library } from '../library/library.ts'

/** Ids looked at between two questions: some 15 ms where all of them are photos. */
const SLICE = 20_000

type Row = [id: number, width: number, height: number, format: string]

/**
 * How large the photos of these splits (without any, of all) are as they were added: for each its id, width, height and the
 * place of its format in `formats`, in the order of ids.
 */
export async function photoSizes(
  { db: { read } }: Library,
  splits: readonly Split[],
): Promise<{ formats: string[]; photos: Uint32Array<ArrayBuffer> }> {
  const last = read.prepare('SELECT coalesce(max(image_id), 0) FROM photos').pluck().get() as number
  const some = read
    .prepare(
      `SELECT image_id, width, height, format FROM photos CROSS JOIN images ON images.id = image_id
       WHERE image_id >= ? AND image_id < ? AND present = 1
         AND (? OR split IN (SELECT value FROM json_each(?))) ORDER BY image_id`,
    )
    .raw()
  const formats: string[] = []
  const numbers: number[] = []
  for (let from = 0; from <= last; from += SLICE) {
    const all = splits.length === 0 ? 1 : 0
    for (const [id, width, height, format] of some.all(
      from,
      from + SLICE,
      all,
      JSON.stringify(splits),
    ) as Row[]) {
      if (!formats.includes(format)) formats.push(format)
      numbers.push(id, width, height, formats.indexOf(format))
    }
    await pause()
  }
  return { formats, photos: Uint32Array.from(numbers) }
}
