import { infer, type Inferred } from './inference.ts'
import { imagesInCache, type Network } from './network.ts'
import { inputBytes, toInputs } from './pixels.ts'
import { tf } from './tf.ts'

/** The largest number that float16 can say. */
const FLOAT16_MAX = 65504

/** Takes what was inferred of the images from this place on, before its tensors are gone. */
type Collect = (first: number, inferred: Inferred) => void

/**
 * Runs `pixels` (bytes, NHWC) through the network, as many images at once as fit the caches. Gives the event loop a turn
 * after each part, so that a cancel or another call gets through: one image asked for meanwhile waits for one part.
 * @throws the signal's reason, once it is aborted
 */
async function inParts(
  model: Network,
  pixels: Uint8Array,
  collect: Collect,
  signal?: AbortSignal,
): Promise<void> {
  const size = inputBytes(model.shape)
  const batch = imagesInCache(model)
  for (let start = 0; start * size < pixels.length; start += batch) {
    signal?.throwIfAborted()
    const part = pixels.subarray(start * size, (start + batch) * size)
    tf.tidy(() => collect(start, infer(model, toInputs(part, model.shape))))
    await new Promise(setImmediate)
  }
}

/** Softmax probabilities of `pixels` (bytes, NHWC): float32, one row of `classes` values an image. */
export async function predict(
  model: Network,
  pixels: Uint8Array,
  signal?: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  const rows = new Float32Array((pixels.length / inputBytes(model.shape)) * model.classes)
  const collect: Collect = (first, { probabilities }) =>
    rows.set(probabilities.dataSync<'float32'>(), first * model.classes)
  await inParts(model, pixels, collect, signal)
  return rows
}

/**
 * Probabilities as `predict` gives them, and in the same pass the features they come from: float16, one row an image of
 * as many values as the last dense layer takes in; what is too large for float16 becomes its largest number.
 */
export async function describe(
  model: Network,
  pixels: Uint8Array,
  signal?: AbortSignal,
): Promise<{ probabilities: Float32Array<ArrayBuffer>; features: Float16Array<ArrayBuffer> }> {
  const count = pixels.length / inputBytes(model.shape)
  const width = model.layers.at(-1)!.input[0]!
  const rows = new Float32Array(count * model.classes)
  const described = new Float16Array(count * width)
  const collect: Collect = (first, { probabilities, features }) => {
    rows.set(probabilities.dataSync<'float32'>(), first * model.classes)
    described.set(features.clipByValue(-FLOAT16_MAX, FLOAT16_MAX).dataSync<'float32'>(), first * width)
  }
  await inParts(model, pixels, collect, signal)
  return { probabilities: rows, features: described }
}
