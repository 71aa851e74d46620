import {
  BATCH_NORM_EPSILON,
  BATCH_NORM_MOMENTUM,
  elements,
  plan,
  type LayerSpec,
  type PlannedLayer,
} from './architectures/layers.ts'
import type { PictureShape, Shape } from './pixels.ts'
import { Random } from '../../shared/random.ts'
import { tf, type TF } from './tf.ts'

/**
 * A network in memory, as tfjs's own model: what is saved can be read by any tfjs. It ends in logits, not in softmax
 * (cross-entropy of logits is exact where that of probabilities rounds to zero); predict.ts applies softmax to them.
 * Whoever made it disposes it: `model.dispose()`.
 */
export type Network = {
  model: TF.Sequential
  layers: PlannedLayer[]
  shape: Shape
  classes: number
}

/** One that takes pictures, and no features of them. */
export type PictureNetwork = Omit<Network, 'shape'> & { shape: PictureShape }

type TfLayer = Parameters<TF.Sequential['add']>[0]

/** One layer of tfjs. Its weights are made of zeros: they are then drawn, or read from a file. */
function tfLayer({ name, spec }: PlannedLayer, inputShape: number[] | undefined): TfLayer {
  const options = inputShape ? { name, inputShape } : { name }
  const zeros = { kernelInitializer: 'zeros' } as const
  switch (spec.type) {
    case 'conv': {
      const { filters, kernel, padding, bias } = spec
      return tf.layers.conv2d({ ...options, ...zeros, filters, kernelSize: kernel, padding, useBias: bias })
    }
    case 'dense':
      return tf.layers.dense({ ...options, ...zeros, units: spec.units })
    case 'batch-norm':
      return tf.layers.batchNormalization({
        ...options,
        epsilon: BATCH_NORM_EPSILON,
        momentum: BATCH_NORM_MOMENTUM,
      })
    case 'relu':
      return tf.layers.activation({ ...options, activation: 'relu' })
    case 'max-pool':
      return tf.layers.maxPooling2d({ ...options, poolSize: spec.size })
    case 'global-average-pool':
      return tf.layers.globalAveragePooling2d({ ...options })
    case 'flatten':
      return tf.layers.flatten(options)
    case 'dropout':
      return tf.layers.dropout({ ...options, rate: spec.rate })
  }
}

/** The network these layers are, its kernels zero. Throws RangeError where a layer does not fit the one before. */
export function buildNetwork(specs: LayerSpec[], shape: Shape): Network {
  const layers = plan(specs, shape)
  const model = tf.sequential()
  layers.forEach((layer, i) => model.add(tfLayer(layer, i === 0 ? [...shape] : undefined)))
  return { model, layers, shape, classes: layers.at(-1)!.output[0]! }
}

/** Gives a weight new values; the old ones are disposed with it. */
export function setWeight(weight: TF.Sequential['weights'][number], values: Float32Array): void {
  tf.tidy(() => void weight.write(tf.tensor(values, weight.shape as number[])))
}

/** Draws the kernels: Glorot's uniform distribution (Glorot and Bengio 2010), as Keras does. */
export function drawWeights({ model }: Network, seed: number): void {
  for (const weight of model.trainableWeights) {
    const shape = weight.shape as number[]
    if (!weight.originalName.endsWith('/kernel')) continue
    const random = new Random(seed, weight.originalName)
    const [inputs, outputs] = shape.slice(-2) as [number, number]
    const area = shape.slice(0, -2).reduce((product, side) => product * side, 1)
    const limit = Math.sqrt(6 / (area * (inputs + outputs)))
    const values = new Float32Array(area * inputs * outputs).map(() => random.between(-limit, limit))
    setWeight(weight, values)
  }
}

/**
 * The largest tensor between two layers may have this many numbers (22 MB): what a kernel writes is then still in the
 * processor's caches when the next one reads it. Measured: a convolution to 26 x 26 x 64 took 11 us an image for 64
 * or 128 images, and 28 us for 512.
 */
const CACHED_NUMBERS = 5.6e6

/** How many images go through the network at once best. */
export function imagesInCache({ layers }: Network): number {
  const widest = Math.max(...layers.flatMap(({ input, output }) => [elements(input), elements(output)]))
  return Math.max(1, Math.floor(CACHED_NUMBERS / widest))
}
