import type { Filter, FilterPart, ViewSpec } from '../../../shared/contract/browse.ts'
import type { ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import { restrictingParts, withoutPart } from '../../../shared/filter.ts'
import { notGarment } from '../classes/not-garment.ts'
import type { Library } from '../library/library.ts'
import { actorCode, actorOf, Columns, FLAGGED, PHOTO, PRESENT, readImages } from './columns.ts'
import { readPredictions, readSome } from './columns.ts'
import { matching, type Model } from './match.ts'
import { ordered } from './order.ts'

export type Tally = {
  images: number
  photos: number
  corrected: number
  flagged: number
  /** Images that the model was not asked about. */
  unscored: number
  /** Images by their label. */
  byClass: ReadonlyMap<ClassId, number>
}

/** A library's images as views look through them, in memory. */
export type ImageIndex = {
  /** The ids of all images that fit, in order. */
  view(spec: ViewSpec, model: Model | null): Uint32Array<ArrayBuffer>
  count(filter: Filter, model: Model | null): number
  /** Of each part of the filter that restricts: how many images would fit without it. */
  without(filter: Filter, model: Model | null): { part: FilterPart; images: number }[]
  tally(model: Model | null): Tally
  /** These have changed, in whatever way. */
  changed(ids: readonly ImageId[]): void
  /** Predictions may have changed, of whatever image. */
  predictionsChanged(): void
}

/** Reads at the first question, and after that what has changed. */
export function createImageIndex(library: Library): ImageIndex {
  const { read } = library.db
  const columns = new Columns()
  let loaded = false
  /** Whose predictions are there; undefined where they are not up to date. */
  let predictedBy: ModelId | null | undefined
  const looked = (model: Model | null) => {
    if (!loaded) readImages(read, columns)
    loaded = true
    const id = model?.id ?? null
    if (predictedBy !== id) readPredictions(read, columns, id)
    predictedBy = id
    return { db: read, columns, model, notGarment: notGarment(read).id }
  }
  const count = (filter: Filter, model: Model | null) => matching(looked(model), filter).length
  return {
    view({ filter, sort, seed }, model) {
      const ids = matching(looked(model), filter)
      const classOrder = read.prepare('SELECT id FROM classes ORDER BY position, id').pluck().all()
      return ordered({ db: read, columns, classOrder: classOrder as ClassId[] }, ids, sort, seed)
    },
    count,
    without: (filter, model) =>
      restrictingParts(filter).map((part) => ({ part, images: count(withoutPart(filter, part), model) })),
    tally: (model) => tally(looked(model).columns),
    changed(ids) {
      if (loaded) readSome(read, columns, ids, predictedBy ?? null)
    },
    predictionsChanged: () => (predictedBy = undefined),
  }
}

function tally({ meta, label, predicted, size }: Columns): Tally {
  const [person, model] = [actorCode('person'), actorCode('model')]
  const classes = new Uint32Array(2 ** 16)
  let [images, photos, corrected, flagged, unscored] = [0, 0, 0, 0, 0]
  for (let id = 0; id < size; id++) {
    const bits = meta[id]!
    if (!(bits & PRESENT)) continue
    images++
    classes[label[id]!]!++
    if (bits & PHOTO) photos++
    if (bits & FLAGGED) flagged++
    if (predicted[id] === 0) unscored++
    const actor = actorOf(bits)
    if (actor === person || actor === model) corrected++
  }
  const byClass = new Map<ClassId, number>()
  for (const [id, count] of classes.entries()) if (count > 0 && id > 0) byClass.set(id as ClassId, count)
  return { images, photos, corrected, flagged, unscored, byClass }
}
