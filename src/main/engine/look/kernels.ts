import type { FirstKernels } from '../../../shared/contract/network.ts'
import type { Network } from '../network.ts'

/** The kernels of the first layer, where that is a convolution of a picture; else null. Shape [height, width, channels, count]. */
export function firstKernels({
  model,
  layers,
}: Network): (Omit<FirstKernels, 'values'> & { values: Float32Array<ArrayBuffer> }) | null {
  const first = layers[0]!
  if (first.spec.type !== 'conv') return null
  const [weight] = model.layers[0]!.weights
  const [height, width, channels, count] = weight!.shape as [number, number, number, number]
  // A copy: a weight's values are its own.
  const values = new Float32Array(weight!.read().dataSync<'float32'>())
  return { layer: first.name, height, width, channels, count, values }
}
