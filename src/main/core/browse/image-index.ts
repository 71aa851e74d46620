import { Filter, type FilterPart, type Sort, type ViewSpec } from '../../../shared/contract/browse.ts'
import type { ClassCount } from '../../../shared/contract/data.ts'
import type { ClassId, ImageId, Split } from '../../../shared/domain.ts'
import { restrictingParts, withoutPart } from '../../../shared/filter.ts'
import { notGarment } from '../classes/not-garment.ts'
import type { Library } from '../library/library.ts'
import { Columns, PHOTO, PRESENT } from './columns.ts'
import { groupedBy } from './grouped.ts'
import { matching, type Model } from './match.ts'
import { ordered } from './order.ts'
import { Reading } from './reading.ts'
import { Counts, type Tally } from './tally.ts'

/** A library's images as views look through them, in memory. */
export type ImageIndex = {
  /** The ids of all images that fit, in order. */
  view(spec: ViewSpec, model: Model | null): Uint32Array<ArrayBuffer>
  count(filter: Filter, model: Model | null): number
  /** Why nothing fits: of each part that restricts, how many images would fit without it, and how many have no prediction. */
  without(
    filter: Filter,
    model: Model | null,
  ): { parts: { part: FilterPart; images: number }[]; unscored: number }
  tally(): Tally
  /** Each image's place in them is its id: for whoever looks at all of them. Not to be changed, nor kept. */
  columns(model: Model | null): Readonly<Columns>
  /** How many images have each label, by split and source. */
  classCounts(): ClassCount[]
  /** The images of these splits (without any, of all) by their label, ascending. */
  byLabel(splits: readonly Split[]): Map<ClassId | null, Uint32Array>
  /** What a model has not been asked, or before there were margins: photos first. */
  unseen(model: Model): ImageId[]
  /** Reads all of it, a little at a time, so that it is there when it is asked for. False: it was closed meanwhile, or could not be read. */
  warm(model: () => Model | null): Promise<boolean>
  close(): void
  /** These have changed, in whatever way. */
  changed(ids: readonly ImageId[]): void
  /** Predictions may have changed, of whatever image. */
  predictionsChanged(): void
  /** Those whose flag is not what was read: another process has changed it. */
  flagsElsewhere(): ImageId[]
}

/** What goes by predictions: they are read when one of these is asked for. */
const BY_PREDICTION: ReadonlySet<FilterPart | Sort> = new Set([
  ...(['predicted', 'disagrees', 'unsure', 'confidence', 'margin', 'loss'] as const),
  ...(['most-suspicious', 'least-suspicious', 'smallest-margin', 'largest-margin'] as const),
  ...(['least-sure', 'most-sure', 'by-prediction'] as const),
])

/** Reads at the first question, and after that what has changed. */
export function createImageIndex(library: Library): ImageIndex {
  const { read } = library.db
  const columns = new Columns()
  const reading = new Reading(read, columns)
  const counts = new Counts(columns)
  const look = (model: Model | null, filter: Filter, sort: Sort) => {
    if ([...restrictingParts(filter), sort].some((by) => BY_PREDICTION.has(by)))
      reading.predictions(model?.id ?? null)
    else reading.images()
    return matching({ db: read, columns, model, notGarment: notGarment(read).id }, filter)
  }
  const count = (filter: Filter, model: Model | null) => look(model, filter, 'oldest').length
  return {
    view({ filter, sort, seed }, model) {
      const ids = look(model, filter, sort)
      const classOrder = read.prepare('SELECT id FROM classes ORDER BY position, id').pluck().all()
      return ordered({ db: read, columns, classOrder: classOrder as ClassId[], filter }, ids, sort, seed)
    },
    count,
    without(filter, model) {
      const parts = restrictingParts(filter)
      const images = (part: FilterPart) => count(withoutPart(filter, part), model)
      reading.predictions(model?.id ?? null)
      return {
        parts: parts.map((part) => ({ part, images: images(part) })),
        unscored: unseen(columns).length,
      }
    },
    tally() {
      reading.images()
      const living = read.prepare('SELECT id FROM classes').pluck()
      return counts.sum(living.all() as ClassId[])
    },
    columns(model) {
      reading.predictions(model?.id ?? null)
      return columns
    },
    classCounts() {
      reading.images()
      return counts.byLabel()
    },
    byLabel(splits) {
      const ids = look(null, Filter.parse({ splits }), 'oldest')
      return groupedBy(columns.label, ids)
    },
    unseen(model) {
      reading.predictions(model.id)
      return unseen(columns)
    },
    changed: (ids) => counts.around(ids, () => reading.changed(ids)),
    predictionsChanged: () => reading.predictionsChanged(),
    flagsElsewhere: () => reading.flagsElsewhere(),
    warm: (model) => reading.inPauses(() => model()?.id ?? null),
    close: () => reading.close(),
  }
}

function unseen({ meta, predicted, margin, size }: Columns): ImageId[] {
  const photos: ImageId[] = []
  const others: ImageId[] = []
  for (let id = 0; id < size; id++) {
    if (!(meta[id]! & PRESENT) || (predicted[id]! > 0 && !Number.isNaN(margin[id]!))) continue
    ;(meta[id]! & PHOTO ? photos : others).push(id as ImageId)
  }
  return photos.concat(others)
}
