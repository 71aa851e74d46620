import type { AskEvent, ResultSplit } from '../../../shared/contract/results.ts'
import type { ImageId } from '../../../shared/domain.ts'
import type { Manifest } from '../models/manifest.ts'
import type { Predictions } from '../models/predictions.ts'
import { livingClasses } from './answered.ts'
import { slices } from './slices.ts'
import { imagesOf, type Looked } from './splits.ts'

/** Images classified between two words about how far it is. */
const BATCH = 500

/**
 * Asks a version what it was not asked yet of a split's labelled images. What it answers is kept, also where this is ended
 * early; an image that can't be classified (its file is gone, say) is passed over.
 * @throws HaberdashError `nothing-to-score` where there is no such split, and what the engine or the disk had to say
 */
export async function* askVersion(
  { predictions, ...looked }: Looked & { predictions: Predictions },
  model: Manifest,
  split: ResultSplit,
  signal?: AbortSignal,
): AsyncGenerator<AskEvent> {
  const classes = livingClasses(looked.library.db.read).map(({ id }) => id)
  const { ids } = imagesOf(looked, model, split, classes)
  const missing: ImageId[] = []
  for await (const slice of slices(ids))
    missing.push(...predictions.missing(model, Array.from(slice) as ImageId[]))
  for (let done = 0; done < missing.length; done += BATCH) {
    yield { done, total: missing.length }
    signal?.throwIfAborted()
    await predictions.classifyEach(model, missing.slice(done, done + BATCH))
  }
  yield { done: missing.length, total: missing.length }
}
