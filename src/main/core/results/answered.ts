import type { ClassId, ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'
import { byClass, meaningsOf } from '../models/outputs.ts'
import { slices } from './slices.ts'

export type LivingClass = { id: ClassId; name: string; color: number }

/** What a version answered to labelled images; classes are places in `classes`. */
export type Answered = {
  /** What the version tells and what else the images are labelled with, in the library's order. */
  classes: (LivingClass & { told: boolean })[]
  ids: Uint32Array
  label: Uint16Array
  predicted: Uint16Array
  /** Of the answer, 0 to 1. */
  confidence: Float64Array
  /** At the version's temperature: images x classes, row by row; of what it does not tell 0. */
  probabilities: Float32Array
  unasked: number
  /** Those whose label is not the one the dataset gave them. */
  relabelled: number
}

/** The classes that live, in their order. */
export const livingClasses = (db: ReadableDatabase): LivingClass[] =>
  db.prepare('SELECT id, name, color FROM classes ORDER BY position, id').all() as LivingClass[]

type Row = [
  id: number,
  label: ClassId,
  relabelled: 0 | 1,
  predicted: ClassId | null,
  confidence: number,
  probabilities: Uint8Array,
]

// CROSS JOIN keeps SQLite from walking a whole table and looking each row up in the list.
const ANSWERS = `
  SELECT images.id, label_class, given_class IS NOT NULL AND given_class <> label_class,
    class_id, confidence, probabilities
  FROM json_each(?) AS wanted CROSS JOIN images ON images.id = wanted.value
  LEFT JOIN predictions ON model_id = ? AND image_id = images.id ORDER BY wanted.key`

/**
 * Reads a version's kept answers, and the labels as they are now.
 * @param ids of images that are labelled with one of `living`; what has another label by now is passed over
 */
export async function readAnswers(
  db: ReadableDatabase,
  model: ModelId,
  ids: Uint32Array,
  living: LivingClass[],
): Promise<Answered> {
  const meanings = meaningsOf(db, model)
  const places = new Map(living.map(({ id }, place) => [id, place]))
  const columns = meanings.map((id) => (id === null ? -1 : places.get(id)!))
  const said = db.prepare(ANSWERS).raw()
  const room = roomFor(ids.length, living.length)
  let [images, unasked, relabelled] = [0, 0, 0]
  for await (const slice of slices(ids)) {
    const raw = new Float32Array(slice.length * meanings.length)
    const bytes = new Uint8Array(raw.buffer)
    const from = images
    const rows = said.all(JSON.stringify(Array.from(slice)), model) as Row[]
    for (const [id, labelId, changed, predicted, confidence, probabilities] of rows) {
      const label = places.get(labelId)
      if (label === undefined) continue
      if (predicted === null) {
        unasked++
        continue
      }
      bytes.set(probabilities, (images - from) * meanings.length * Float32Array.BYTES_PER_ELEMENT)
      room.ids[images] = id
      room.label[images] = label
      room.predicted[images] = places.get(predicted)!
      room.confidence[images++] = confidence
      relabelled += changed
    }
    const kept = raw.subarray(0, (images - from) * meanings.length)
    const folded = byClass(kept, { classes: living.map(({ id }) => id), columns })
    room.probabilities.set(folded, from * living.length)
  }
  const answered = { ...cut(room, images, living.length), unasked, relabelled }
  const told = new Set(columns)
  return concerned({ ...answered, classes: living.map((one, place) => ({ ...one, told: told.has(place) })) })
}

type Room = Pick<Answered, 'ids' | 'label' | 'predicted' | 'confidence' | 'probabilities'>

const roomFor = (images: number, classes: number): Room => ({
  ids: new Uint32Array(images),
  label: new Uint16Array(images),
  predicted: new Uint16Array(images),
  confidence: new Float64Array(images),
  probabilities: new Float32Array(images * classes),
})

const cut = (room: Room, images: number, classes: number): Room => ({
  ids: room.ids.subarray(0, images),
  label: room.label.subarray(0, images),
  predicted: room.predicted.subarray(0, images),
  confidence: room.confidence.subarray(0, images),
  probabilities: room.probabilities.subarray(0, images * classes),
})

/** Without the classes that are neither told nor any image's label. */
function concerned(answered: Answered): Answered {
  const labelled = new Set(answered.label)
  const kept = answered.classes.filter(({ told }, place) => told || labelled.has(place))
  if (kept.length === answered.classes.length) return answered
  const columns = answered.classes.map((one) => kept.indexOf(one))
  return {
    ...answered,
    classes: kept,
    label: answered.label.map((place) => columns[place]!),
    predicted: answered.predicted.map((place) => columns[place]!),
    probabilities: byClass(answered.probabilities, { classes: kept.map(({ id }) => id), columns }),
  }
}
