import { Filter, type Sort, type ViewSpec } from '../../../shared/contract/browse.ts'
import type { Actor, ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import { notGarment } from '../classes/not-garment.ts'
import { flag } from '../labels/flags.ts'
import { createLabels, labelImported } from '../labels/labels.ts'
import type { Library } from '../library/library.ts'
import { imageIds, temporaryLibrary } from '../testing/fixtures.ts'
import { createImageIndex, type ImageIndex } from './image-index.ts'
import type { Model } from './match.ts'

export const MODEL = 'v1' as ModelId
export const ACTIVE: Model = { id: MODEL, threshold: 0.4 }
/** An image as SQL has it, joined anew. */
export type Row = {
  id: ImageId
  source: string
  split: string
  label: number | null
  actor: Actor | null
  flagged: 0 | 1
  name: string | null
  predicted: number | null
  confidence: number | null
  margin: number | null
  loss: number | null
  added: number | null
  labelled: number | null
  event: number | null
}

const ROWS = `
  SELECT images.id, source, split, label_class AS label, label_actor AS actor, flags.image_id IS NOT NULL AS flagged,
    name, p.class_id AS predicted, p.confidence, p.margin, p.loss, unixepoch(added_at) AS added,
    (SELECT max(id) FROM label_events WHERE image_id = images.id) AS event,
    (SELECT max(unixepoch(at)) FROM label_events JOIN label_actions ON label_actions.id = action_id
     WHERE image_id = images.id) AS labelled
  FROM images LEFT JOIN photos ON photos.image_id = images.id LEFT JOIN flags ON flags.image_id = images.id
  LEFT JOIN predictions AS p ON p.model_id = '${MODEL}' AND p.image_id = images.id
  WHERE present = 1 ORDER BY images.id`

const rowsOf = ({ db }: Library) => db.read.prepare(ROWS).all() as Row[]

/** Dataset images, photos with odd names, some labelled by each actor, some flagged, predictions for two thirds. */
export function populated(): { library: Library; index: ImageIndex; rows: Row[] } {
  const library = temporaryLibrary()
  const { write } = library.db
  const names = ['blue%shirt.jpg', 'BLUE_shirt.png', 'Ümläut.webp', 'plain.jpg']
  for (const [i, name] of names.entries()) {
    const id = write
      .prepare("INSERT INTO images (source, split) VALUES ('photo', ?)")
      .run(i % 2 ? 'train' : 'holdout')
    write
      .prepare("INSERT INTO photos VALUES (?, ?, ?, 'jpeg', 1, 10, 20, ?)")
      .run(id.lastInsertRowid, `hash${i}`, name, `2026-01-0${i + 1}T00:00:00Z`)
    if (i === 0) labelImported(write, Number(id.lastInsertRowid) as ImageId, 2 as ClassId)
  }
  const labels = createLabels(library.db)
  const ids = imageIds(library)
  labels.set(ids.slice(5, 12), 4 as ClassId)
  labels.set(ids.slice(12, 14), null)
  labels.set(ids.slice(20, 24), 6 as ClassId, { by: 'model' })
  labels.set(ids.slice(30, 33), notGarment(library.db.read).id)
  // As if some of that had been yesterday.
  write.prepare("UPDATE label_actions SET at = '2026-02-01T12:00:00Z' WHERE id <= 2").run()
  flag(library.db, ids.slice(8, 15), true)
  write.prepare("INSERT INTO models VALUES (?, '', 1, '{}')").run(MODEL)
  write
    .prepare(
      `INSERT INTO predictions (model_id, image_id, class_id, confidence, probabilities, margin, loss)
       SELECT ?, id, 1 + (id * 7) % 10, (id * 13 % 97) / 97.0, x'00', (id * 17 % 89) / 89.0,
         iif(label_class IS NULL, NULL, id * 23 % 83 / 9.0)
       FROM images WHERE id % 3 > 0`,
    )
    .run(MODEL)
  return { library, index: createImageIndex(library), rows: rowsOf(library) }
}

export const spec = (sort: Sort, filter: object = {}, seed = 0): ViewSpec => ({
  ...{ filter: Filter.parse(filter), sort, seed },
})
