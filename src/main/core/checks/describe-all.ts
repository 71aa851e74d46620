import { setTimeout as wait } from 'node:timers/promises'
import type { ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Manifest } from '../models/manifest.ts'
import type { Parts } from './run.ts'

/** Images classified in one go: about as long as a label may have to wait. */
const BATCH = 500

/**
 * Classifies by a version what it has not seen yet, beside what goes on in the background: from the other end of the list. What can't
 * be classified (its file is gone, say) is left out.
 * @throws the signal's reason, HaberdashError `model-unknown` once another version is active, or what the engine or the disk had to say
 */
export async function describeAll(
  { images, predictions }: Pick<Parts, 'images' | 'predictions'>,
  model: Manifest,
  signal: AbortSignal,
  tell: (share: number) => void,
): Promise<void> {
  const tried = new Set<ImageId>()
  const unseen = () => images.unseen(model).filter((id) => !tried.has(id))
  const all = unseen().length
  for (let left = unseen(); left.length > 0; left = unseen()) {
    signal.throwIfAborted()
    // What is known of images is of the active version: to look for another's would have all of it read again each time.
    if (predictions.model()?.id !== model.id) throw another()
    tell(1 - left.length / all)
    const batch = left.slice(-BATCH)
    for (const id of batch) tried.add(id)
    await predictions.classifyEach(model, batch)
  }
  // What the background has taken last may be under way still.
  for (let n = 0; n < 100 && images.unseen(model).some((id) => !tried.has(id)); n++)
    await wait(50, undefined, { signal })
  tell(1)
}

const another = () =>
  new HaberdashError(
    'model-unknown',
    'Another version was made active while images were classified for the checks.',
    {
      todo: 'Run the checks again: they go by the active version.',
    },
  )
