import type { Network } from './network.ts'
import { imageSize, toInputs } from './pixels.ts'
import { tf, type TF } from './tf.ts'

/** Images that go through the network at once: bounds memory, and is as fast as more. */
const BATCH = 256

/**
 * Softmax probabilities of `pixels` (bytes, NHWC): float32, one row of `classes` values an image. Gives the event loop
 * a turn after each batch, so that a cancel or another call gets through.
 */
export async function predict(model: Network, pixels: Uint8Array): Promise<Float32Array> {
  const size = imageSize(model.shape)
  const probabilities = new Float32Array((pixels.length / size) * model.classes)
  for (let start = 0; start * size < pixels.length; start += BATCH) {
    const batch = pixels.subarray(start * size, (start + BATCH) * size)
    const rows = tf.tidy(() => {
      const logits = model.model.predictOnBatch(toInputs(batch, model.shape)) as TF.Tensor2D
      return tf.softmax(logits).dataSync<'float32'>()
    })
    probabilities.set(rows, start * model.classes)
    await new Promise(setImmediate)
  }
  return probabilities
}
