import type { ArchitectureOptions } from '../../../shared/contract/engine.ts'

/**
 * A network as data: what its layers are, from input to logits. Made of these alone, so that the engine can check a
 * model file, tell every weight's shape before it makes one, and train with its own kernels (../training-layers.ts).
 */
export type LayerSpec =
  /** Convolution, stride 1. `bias` is left out where batch normalisation follows, which has its own. */
  | { type: 'conv'; filters: number; kernel: number; padding: 'same' | 'valid'; bias: boolean }
  | { type: 'batch-norm' }
  | { type: 'relu' }
  /** Largest of each `size` x `size` square; what is left over at the edge is dropped. */
  | { type: 'max-pool'; size: number }
  | { type: 'global-average-pool' }
  | { type: 'flatten' }
  /** Zeroes values at this rate while training, and scales the others up to make up for it. */
  | { type: 'dropout'; rate: number }
  | { type: 'dense'; units: number }

/** Makes the layers for a number of classes. The last is a dense layer of that many logits. */
export type Architecture = (classes: number, options?: ArchitectureOptions) => LayerSpec[]

/** Keras's epsilon. */
export const BATCH_NORM_EPSILON = 1e-3
/** Of the old value in the running statistics. Keras's 0.99 would still remember the start after a short training. */
export const BATCH_NORM_MOMENTUM = 0.9

/** A weight of a layer, with the name it has in the model's files. */
export type WeightSpec = { name: string; shape: number[] }

export type PlannedLayer = {
  name: string
  spec: LayerSpec
  input: number[]
  output: number[]
  weights: WeightSpec[]
}

const pixelsOnly = (shape: number[], type: string): void => {
  if (shape.length !== 3) throw new RangeError(`a ${type} layer comes where there is no picture any more`)
}

/** The shape of what leaves a layer, without the batch; throws RangeError where the layer does not fit its input. */
function outputShape(spec: LayerSpec, shape: number[]): number[] {
  const [height = 0, width = 0, channels = 0] = shape
  switch (spec.type) {
    case 'conv': {
      pixelsOnly(shape, spec.type)
      const loss = spec.padding === 'same' ? 0 : spec.kernel - 1
      if (Math.min(height, width) <= loss) throw new RangeError('a convolution is larger than its input')
      return [height - loss, width - loss, spec.filters]
    }
    case 'max-pool':
      pixelsOnly(shape, spec.type)
      if (Math.min(height, width) < spec.size) throw new RangeError('a pooling is larger than its input')
      return [Math.floor(height / spec.size), Math.floor(width / spec.size), channels]
    case 'global-average-pool':
      pixelsOnly(shape, spec.type)
      return [channels]
    case 'flatten':
      pixelsOnly(shape, spec.type)
      return [shape.reduce((product, side) => product * side, 1)]
    case 'dense':
      if (shape.length !== 1) throw new RangeError('a dense layer comes where its input is not flat')
      return [spec.units]
    default:
      return shape
  }
}

function weightShapes(spec: LayerSpec, input: number[]): Record<string, number[]> {
  const depth = input.at(-1)!
  switch (spec.type) {
    case 'conv': {
      const kernel = [spec.kernel, spec.kernel, depth, spec.filters]
      return spec.bias ? { kernel, bias: [spec.filters] } : { kernel }
    }
    case 'dense':
      return { kernel: [depth, spec.units], bias: [spec.units] }
    case 'batch-norm':
      return { gamma: [depth], beta: [depth], moving_mean: [depth], moving_variance: [depth] }
    default:
      return {}
  }
}

/** Every layer with its name, shapes (without the batch) and weights. Throws RangeError where one does not fit. */
export function plan(layers: LayerSpec[], input: readonly number[]): PlannedLayer[] {
  let shape = [...input]
  return layers.map((spec, i) => {
    const name = `${spec.type.replaceAll('-', '_')}_${i + 1}`
    const before = shape
    shape = outputShape(spec, before)
    const weights = Object.entries(weightShapes(spec, before)).map(([part, size]) => ({
      name: `${name}/${part}`,
      shape: size,
    }))
    return { name, spec, input: before, output: shape, weights }
  })
}

export const elements = (shape: number[]): number => shape.reduce((product, side) => product * side, 1)

/** How many numbers the weights of a network are, statistics of batch normalisation included. */
export const countWeights = (planned: PlannedLayer[]): number =>
  planned.flatMap(({ weights }) => weights).reduce((sum, { shape }) => sum + elements(shape), 0)
