import { BATCH_NORM_EPSILON, type PlannedLayer } from '../architectures/layers.ts'
import type { Graph } from './graph.ts'
import { attribute, DT_FLOAT } from './messages.ts'

/** Adds a weight of a layer as a constant, by the last part of its name ("kernel"), and gives its node's name. */
export type AddWeight = (part: string) => string

const NHWC = { data_format: attribute.text('NHWC') }
const ONES = attribute.integers([1, 1, 1, 1])

/**
 * Adds what a layer does to `input`, as the operations that tfjs calls for it, and gives the name of its output. What a
 * layer does while it is trained alone (dropout) is left out.
 */
export function addLayer(
  graph: Graph,
  { name, spec, input: shape, output }: PlannedLayer,
  input: string,
  weight: AddWeight,
): string {
  switch (spec.type) {
    case 'conv': {
      const padding = attribute.text(spec.padding.toUpperCase())
      const y = graph.add(`${name}/Conv2D`, 'Conv2D', [input, weight('kernel')], {
        ...{ ...NHWC, strides: ONES, dilations: ONES, padding },
      })
      return spec.bias ? graph.add(`${name}/BiasAdd`, 'BiasAdd', [y, weight('bias')], NHWC) : y
    }
    case 'dense': {
      const y = graph.add(`${name}/MatMul`, 'MatMul', [input, weight('kernel')])
      return graph.add(`${name}/BiasAdd`, 'BiasAdd', [y, weight('bias')], NHWC)
    }
    case 'batch-norm':
      return addBatchNorm(graph, name, shape, input, weight)
    case 'relu':
      return graph.add(`${name}/Relu`, 'Relu', [input])
    case 'max-pool': {
      const square = attribute.integers([1, spec.size, spec.size, 1])
      const padding = attribute.text('VALID')
      return graph.add(`${name}/MaxPool`, 'MaxPool', [input], {
        ...{ ...NHWC, ksize: square, strides: square, padding },
      })
    }
    case 'global-average-pool': {
      const axes = graph.constant(`${name}/axes`, Int32Array.of(1, 2), [2])
      return graph.add(`${name}/Mean`, 'Mean', [input, axes], { keep_dims: attribute.flag(false) })
    }
    case 'flatten':
      return addReshape(graph, `${name}/Reshape`, input, output)
    case 'dropout':
      return input
  }
}

function addReshape(graph: Graph, name: string, input: string, shape: number[]): string {
  const sides = Int32Array.of(-1, ...shape)
  return graph.add(name, 'Reshape', [input, graph.constant(`${name}/shape`, sides, [sides.length])])
}

/** TensorFlow's operation takes pictures alone, so vectors are made pictures of one pixel. */
function addBatchNorm(graph: Graph, name: string, shape: number[], input: string, weight: AddWeight): string {
  const isVector = shape.length === 1
  const pictures = isVector ? addReshape(graph, `${name}/pictures`, input, [1, 1, ...shape]) : input
  const inputs = [pictures, ...['gamma', 'beta', 'moving_mean', 'moving_variance'].map(weight)]
  const y = graph.add(`${name}/FusedBatchNorm`, 'FusedBatchNormV3', inputs, {
    U: attribute.type(DT_FLOAT),
    epsilon: attribute.float(BATCH_NORM_EPSILON),
    is_training: attribute.flag(false),
    ...NHWC,
  })
  return isVector ? addReshape(graph, `${name}/vectors`, y, shape) : y
}
