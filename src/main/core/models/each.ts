import type { ImageId } from '../../../shared/domain.ts'
import type { Manifest } from './manifest.ts'

/** Whether it is one image's own fault (its file is gone or damaged) that a batch failed. */
function isImagesFault(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string') return false
  return code.startsWith('photo-') || ['image-unknown', 'ENOENT', 'EACCES'].includes(code)
}

/**
 * One image that can't be classified (its file is gone, say) must not keep the others of its batch from it.
 * @throws whatever it was, where it was no image's fault: the engine, the model, the disk
 */
export async function classifyEach(
  classify: (model: Manifest, ids: ImageId[]) => Promise<void>,
  model: Manifest,
  ids: ImageId[],
): Promise<void> {
  try {
    await classify(model, ids)
  } catch (error) {
    if (!isImagesFault(error)) throw error
    if (ids.length === 1) return
    const half = Math.ceil(ids.length / 2)
    await classifyEach(classify, model, ids.slice(0, half))
    await classifyEach(classify, model, ids.slice(half))
  }
}
