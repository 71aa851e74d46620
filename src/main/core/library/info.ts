import { basename } from 'node:path'
import type { LibraryId } from '../../../shared/contract/libraries.ts'
import type { LibraryInfo } from '../../../shared/contract/library.ts'
import { listClasses, removedClasses } from '../classes/list.ts'
import type { Labels } from '../labels/labels.ts'
import type { Predictions } from '../models/predictions.ts'
import type { ModelStore } from '../models/store.ts'
import type { Library } from './library.ts'

/** The library at a glance: classes with their counts, images, the active model. */
export function libraryInfo(
  library: Library,
  labels: Labels,
  models: ModelStore,
  predictions: Predictions,
): LibraryInfo {
  const { read } = library.db
  const count = (where: string) =>
    read.prepare(`SELECT count(*) FROM images WHERE present = 1 AND ${where}`).pluck().get() as number
  const active = models.active()
  return {
    id: basename(library.folder) as LibraryId,
    name: library.name,
    classes: listClasses(read),
    removedClasses: removedClasses(read),
    input: library.input,
    dataset: library.dataset && {
      name: library.dataset.name,
      variant: library.dataset.variant,
      train: library.dataset.train.indices.length,
      test: library.dataset.test.indices.length,
    },
    images: count('1'),
    photos: count("source = 'photo'"),
    corrected: count("label_actor = 'person'"),
    activeModel: active && { id: active.id, scores: active.scores, threshold: active.threshold },
    unclassified: predictions.unclassified(),
    canUndo: labels.canUndo(),
    canRedo: labels.canRedo(),
  }
}
