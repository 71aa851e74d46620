import { inputSize, type ImageId } from '../../../shared/domain.ts'
import { imageUnknown } from '../browse/image-unknown.ts'
import type { Library } from '../library/library.ts'
import { asFix } from './fixes.ts'
import { toModelInput } from './preprocess.ts'
import { readStored } from './stored.ts'

type Row = {
  id: ImageId
  split: 'train' | 'test'
  dataset_index: number | null
  sha256: string | null
  name: string | null
  fix: string | null
  pixels: Uint8Array | null
}

/**
 * The model's inputs of these images, in the order asked: count x height x width x channels bytes. Dataset images are
 * in the model's form already; a photo's input is made when it is added
 * or fixed, and again where it is missing.
 * @throws HaberdashError `image-unknown`, or a photo-… code where a stored photo can't be read any more
 */
export async function modelInputs(library: Library, ids: ImageId[]): Promise<Uint8Array<ArrayBuffer>> {
  const size = inputSize(library.input)
  const rows = library.db.read
    .prepare(
      `SELECT images.id, split, dataset_index, photos.sha256, photos.name, fix, model_inputs.pixels
       FROM json_each(?) AS wanted CROSS JOIN images ON images.id = wanted.value AND images.present = 1
       LEFT JOIN photos ON photos.image_id = images.id
       LEFT JOIN photo_fixes ON photo_fixes.image_id = images.id
       LEFT JOIN model_inputs ON model_inputs.image_id = images.id AND model_inputs.spec = ?
       ORDER BY wanted.key`,
    )
    .all(JSON.stringify(ids), JSON.stringify(library.input)) as Row[]
  if (rows.length !== ids.length) throw imageUnknown()
  const inputs = new Uint8Array(rows.length * size)
  for (const [i, row] of rows.entries()) {
    const pixels =
      row.dataset_index === null
        ? await photoInput(library, row)
        : library.dataset![row.split].pixels(row.dataset_index)
    inputs.set(pixels, i * size)
  }
  return inputs
}

async function photoInput(library: Library, row: Row): Promise<Uint8Array> {
  if (row.pixels?.length === inputSize(library.input)) return row.pixels
  const photo = await readStored(library, { sha256: row.sha256!, name: row.name! })
  const pixels = await toModelInput(photo, library.input, asFix(row.fix))
  // Not where the photo was fixed meanwhile: this is of the fix before.
  library.db.write
    .prepare(
      `INSERT OR REPLACE INTO model_inputs (image_id, spec, pixels)
       SELECT ?, ?, ? WHERE (SELECT fix FROM photo_fixes WHERE image_id = ?) IS ?`,
    )
    .run(row.id, JSON.stringify(library.input), pixels, row.id, row.fix)
  return pixels
}
