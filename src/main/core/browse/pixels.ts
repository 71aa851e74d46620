import { FASHION_MNIST_INPUT, inputSize, type ImageId } from '../../../shared/domain.ts'
import type { ImageSet } from '../datasets/fashion-mnist.ts'
import type { ReadableDatabase } from '../library/database.ts'
import { imageUnknown } from './image-unknown.ts'

const IMAGE_BYTES = inputSize(FASHION_MNIST_INPUT)

type DatasetRow = { id: ImageId; split: 'train' | 'test'; dataset_index: number }

/** Dataset images' pixels one after the other, 784 bytes each, in the order asked. @throws `image-unknown` */
export function datasetPixels(
  db: ReadableDatabase,
  dataset: ImageSet | null,
  ids: ImageId[],
): Uint8Array<ArrayBuffer> {
  // CROSS JOIN keeps SQLite from walking all images and looking each up in the list.
  const rows = db
    .prepare(
      `SELECT images.id, split, dataset_index FROM json_each(?) AS wanted
       CROSS JOIN images ON images.id = wanted.value WHERE source = 'dataset' AND present = 1 ORDER BY wanted.key`,
    )
    .all(JSON.stringify(ids)) as DatasetRow[]
  if (rows.length !== ids.length) throw imageUnknown()
  const pixels = new Uint8Array(rows.length * IMAGE_BYTES)
  for (const [i, row] of rows.entries())
    pixels.set(dataset![row.split].pixels(row.dataset_index), i * IMAGE_BYTES)
  return pixels
}
