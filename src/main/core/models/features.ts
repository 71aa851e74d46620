import type { ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'

/** Images and what a model makes of each: `values` is a matrix [ids, width], row by row. */
export type Features = { ids: Uint32Array; width: number; values: Float32Array }

type Row = [id: number, vector: Uint8Array]

/**
 * A model's features (the input of its last dense layer) of all present images it has described, by ascending id; with
 * `ids`, of those among them. They are kept as float16: a relative error of 2^-11 at most.
 */
export function readFeatures(db: ReadableDatabase, model: ModelId, ids?: Iterable<number>): Features {
  const wanted = ids === undefined ? '' : 'AND image_id IN (SELECT value FROM json_each(?))'
  const rows = db
    .prepare(
      `SELECT image_id, vector FROM features CROSS JOIN images ON images.id = image_id AND present = 1
       WHERE model_id = ? ${wanted} ORDER BY image_id`,
    )
    .raw()
    .all(model, ...(ids === undefined ? [] : [JSON.stringify([...ids])])) as Row[]
  const bytes = rows[0]?.[1].length ?? 0
  const vectors = new Uint8Array(rows.length * bytes)
  for (const [i, [, vector]] of rows.entries()) vectors.set(vector, i * bytes)
  return {
    ids: Uint32Array.from(rows, ([id]) => id),
    width: bytes / Float16Array.BYTES_PER_ELEMENT,
    values: new Float32Array(new Float16Array(vectors.buffer)),
  }
}
