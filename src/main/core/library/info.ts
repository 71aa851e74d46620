import { basename } from 'node:path'
import type { LibraryId } from '../../../shared/contract/libraries.ts'
import type { LibraryInfo } from '../../../shared/contract/library.ts'
import type { ImageIndex } from '../browse/image-index.ts'
import { listClasses, removedClasses } from '../classes/list.ts'
import { notGarment } from '../classes/not-garment.ts'
import type { Labels } from '../labels/labels.ts'
import type { Predictions } from '../models/predictions.ts'
import type { ModelStore } from '../models/store.ts'
import type { Library } from './library.ts'

/** The library at a glance: classes with their counts, images, the active model. */
export function libraryInfo(
  library: Library,
  index: ImageIndex,
  labels: Labels,
  models: ModelStore,
  predictions: Predictions,
): LibraryInfo {
  const { read } = library.db
  const { byClass, images, photos, corrected, flagged } = index.tally()
  const none = notGarment(read)
  const active = models.active()
  return {
    id: basename(library.folder) as LibraryId,
    name: library.name,
    classes: listClasses(read, byClass),
    removedClasses: removedClasses(read),
    notGarment: { ...none, images: byClass.get(none.id) ?? 0 },
    input: library.input,
    dataset: library.dataset && {
      name: library.dataset.name,
      variant: library.dataset.variant,
      train: library.dataset.train.indices.length,
      test: library.dataset.test.indices.length,
    },
    ...{ images, photos, corrected, flagged },
    event: labels.latestEvent(),
    activeModel: active && { id: active.id, scores: active.scores, threshold: active.threshold },
    unclassified: predictions.unclassified(),
    canUndo: labels.canUndo(),
    canRedo: labels.canRedo(),
  }
}
