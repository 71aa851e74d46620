import { onTestFinished } from 'vitest'
import type { ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import { createImageIndex, type ImageIndex } from '../browse/image-index.ts'
import { createLabels } from '../labels/labels.ts'
import type { Library } from '../library/library.ts'
import { answerOf } from '../models/answer.ts'
import type { Manifest } from '../models/manifest.ts'
import { createModelStore } from '../models/store.ts'
import { addVersion, temporaryLibrary, tinyDataset } from '../testing/fixtures.ts'

export type Answering = {
  library: Library
  images: ImageIndex
  /** Adds a version of these outputs. */
  version(id: string, classes: string[], more?: Partial<Manifest>): Manifest
  /** Keeps what a version says of an image: a probability for each output. */
  say(model: Manifest, id: ImageId, ...probabilities: number[]): void
  label(classId: ClassId, ...ids: ImageId[]): void
}

/** A library of the tiny dataset whose versions say what a test has them say. */
export function answering(train = 20, test = 30): Answering {
  const library = temporaryLibrary(tinyDataset(train, test))
  const images = createImageIndex(library)
  onTestFinished(() => images.close())
  const models = createModelStore(library)
  const labels = createLabels(library.db)
  const keep = library.db.write.prepare(
    `INSERT OR REPLACE INTO predictions (model_id, image_id, class_id, confidence, probabilities, margin)
     VALUES (?, ?, ?, ?, ?, ?)`,
  )
  return {
    library,
    images,
    version(id, classes, more) {
      addVersion(library, id as ModelId, classes, more)
      return models.get(id as ModelId)
    },
    say(model, id, ...probabilities) {
      const row = Float32Array.from(probabilities)
      const outputs = library.db.read
        .prepare('SELECT class_id FROM model_outputs WHERE model_id = ? ORDER BY output')
        .pluck()
        .all(model.id) as ClassId[]
      const { classId, confidence, margin } = answerOf(row, outputs)
      keep.run(model.id, id, classId, confidence, new Uint8Array(row.buffer), margin)
    },
    label(classId, ...ids) {
      labels.set(ids, classId)
      images.changed(ids)
    },
  }
}
