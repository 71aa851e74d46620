import { infer } from './inference.ts'
import { imagesInCache, type Network } from './network.ts'
import { imageSize, toInputs } from './pixels.ts'
import { tf } from './tf.ts'

/**
 * Softmax probabilities of `pixels` (bytes, NHWC): float32, one row of `classes` values an image. Gives the event loop
 * a turn after each batch, so that a cancel or another call gets through.
 */
export async function predict(model: Network, pixels: Uint8Array): Promise<Float32Array> {
  const size = imageSize(model.shape)
  const batch = imagesInCache(model)
  const probabilities = new Float32Array((pixels.length / size) * model.classes)
  for (let start = 0; start * size < pixels.length; start += batch) {
    const part = pixels.subarray(start * size, (start + batch) * size)
    const rows = tf.tidy(() => infer(model, toInputs(part, model.shape)).dataSync<'float32'>())
    probabilities.set(rows, start * model.classes)
    await new Promise(setImmediate)
  }
  return probabilities
}
