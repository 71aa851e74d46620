import { setImmediate as pause } from 'node:timers/promises'
import type { ClassId, ImageId, Source, Split } from '../../../shared/domain.ts'
import type { Library } from '../library/library.ts'

/** An image as the checks look at it. */
export type Subject = {
  id: ImageId
  source: Source
  split: Split
  label: ClassId | null
  /** Of a dataset image: its number in the official file of its split. */
  index: number | null
}

/** All images, and what was the newest as the checks began: a label that is given later is an answer to them. */
export type Subjects = {
  byId: ReadonlyMap<number, Subject>
  began: { event: number; image: number }
}

type Row = [ImageId, Source, Split, ClassId | null, number | null]

/** Rows read between two pauses: some 10 ms. */
const SLICE = 5000

/** Labels that are no living class count as none. */
export async function takeSubjects({ db: { read } }: Library): Promise<Subjects> {
  const began = read
    .prepare(
      `SELECT (SELECT coalesce(max(id), 0) FROM label_events) AS event,
         (SELECT coalesce(max(id), 0) FROM images) AS image`,
    )
    .get() as Subjects['began']
  const some = read
    .prepare(
      `SELECT images.id, source, split, classes.id AS label, dataset_index
       FROM images LEFT JOIN classes ON classes.id = label_class
       WHERE present = 1 AND images.id > ? AND images.id <= ? ORDER BY images.id`,
    )
    .raw()
  const byId = new Map<number, Subject>()
  for (let after = 0; after < began.image; after += SLICE) {
    const rows = some.all(after, Math.min(after + SLICE, began.image)) as Row[]
    for (const [id, source, split, label, index] of rows) byId.set(id, { id, source, split, label, index })
    await pause()
  }
  return { byId, began }
}

/** The pixels of a dataset image, in the dataset's form. */
export const datasetPicture = (
  { dataset }: Pick<Library, 'dataset'>,
  { split, index }: Subject,
): Uint8Array => dataset![split === 'test' ? 'test' : 'train'].pixels(index!)
