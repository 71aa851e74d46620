import { tf, type TF } from './tf.ts'

/**
 * TensorFlow's own kernels, called without tfjs's gradients between: those compute in JavaScript what TensorFlow has
 * a kernel for (ReLU, dropout) or take it apart into many (batch normalisation). All images are NHWC, float32.
 */

type Attribute = { name: string; type: number; value: boolean | number | string | number[] }

type Backend = {
  binding: Record<'TF_FLOAT' | 'TF_INT32' | `TF_ATTR_${'TYPE' | 'INT' | 'FLOAT' | 'BOOL' | 'STRING'}`, number>
  executeMultipleOutputs: (
    op: string,
    attributes: Attribute[],
    inputs: TF.Tensor[],
    outputs: number,
  ) => TF.Tensor[]
}

const backend = tf.backend() as unknown as Backend
const kinds = backend.binding

const type = (name: string, value = kinds.TF_FLOAT): Attribute => ({ name, type: kinds.TF_ATTR_TYPE, value })
const ints = (name: string, value: number[]): Attribute => ({ name, type: kinds.TF_ATTR_INT, value })
const float = (name: string, value: number): Attribute => ({ name, type: kinds.TF_ATTR_FLOAT, value })
const bool = (name: string, value: boolean): Attribute => ({ name, type: kinds.TF_ATTR_BOOL, value })
const text = (name: string, value: string): Attribute => ({ name, type: kinds.TF_ATTR_STRING, value })

const FLOATS = [type('T')]
const NHWC = text('data_format', 'NHWC')

const run = <T extends TF.Tensor>(op: string, attributes: Attribute[], inputs: TF.Tensor[]): T =>
  backend.executeMultipleOutputs(op, attributes, inputs, 1)[0] as T

const convAttributes = (padding: 'same' | 'valid'): Attribute[] => [
  type('T'),
  ints('strides', [1, 1, 1, 1]),
  text('padding', padding.toUpperCase()),
  NHWC,
  ints('dilations', [1, 1, 1, 1]),
]

export const conv = (x: TF.Tensor, kernel: TF.Tensor, padding: 'same' | 'valid'): TF.Tensor =>
  run('Conv2D', convAttributes(padding), [x, kernel])

export const convGradInput = (x: TF.Tensor, kernel: TF.Tensor, dy: TF.Tensor, padding: 'same' | 'valid') =>
  run('Conv2DBackpropInput', convAttributes(padding), [tf.tensor1d(x.shape, 'int32'), kernel, dy])

export const convGradKernel = (x: TF.Tensor, kernel: TF.Tensor, dy: TF.Tensor, padding: 'same' | 'valid') =>
  run('Conv2DBackpropFilter', convAttributes(padding), [x, tf.tensor1d(kernel.shape, 'int32'), dy])

export const addBias = (x: TF.Tensor, bias: TF.Tensor): TF.Tensor =>
  run('BiasAdd', [type('T'), NHWC], [x, bias])

export const biasGrad = (dy: TF.Tensor): TF.Tensor => run('BiasAddGrad', [type('T'), NHWC], [dy])

export const relu = (x: TF.Tensor): TF.Tensor => run('Relu', FLOATS, [x])

export const reluGrad = (y: TF.Tensor, dy: TF.Tensor): TF.Tensor => run('ReluGrad', FLOATS, [dy, y])

const poolAttributes = (size: number): Attribute[] => [
  type('T'),
  ints('ksize', [1, size, size, 1]),
  ints('strides', [1, size, size, 1]),
  text('padding', 'VALID'),
  NHWC,
]

export const maxPool = (x: TF.Tensor, size: number): TF.Tensor => run('MaxPool', poolAttributes(size), [x])

export const maxPoolGrad = (x: TF.Tensor, y: TF.Tensor, dy: TF.Tensor, size: number): TF.Tensor =>
  run('MaxPoolGrad', poolAttributes(size), [x, y, dy])

const normAttributes = (epsilon: number, training: boolean): Attribute[] => [
  type('T'),
  type('U'),
  float('epsilon', epsilon),
  NHWC,
  bool('is_training', training),
]

/** What batch normalisation gives: `y`, the batch's statistics, and what its gradient asks for. */
export type Normalised = { y: TF.Tensor; mean: TF.Tensor; variance: TF.Tensor; saved: TF.Tensor[] }

/** Over the batch's own statistics, or with `fixed` over those given. */
export function batchNorm(
  x: TF.Tensor,
  gamma: TF.Tensor,
  beta: TF.Tensor,
  epsilon: number,
  fixed?: { mean: TF.Tensor; variance: TF.Tensor },
): Normalised {
  const none = fixed ? undefined : tf.tensor1d([])
  const inputs = [x, gamma, beta, fixed?.mean ?? none!, fixed?.variance ?? none!]
  const attributes = normAttributes(epsilon, fixed === undefined)
  const [y, mean, variance, ...saved] = backend.executeMultipleOutputs(
    'FusedBatchNormV3',
    attributes,
    inputs,
    6,
  )
  return { y: y!, mean: mean!, variance: variance!, saved }
}

/** Gradients with respect to x, gamma and beta. `saved` is what `batchNorm` gave for the same x. */
export function batchNormGrad(
  dy: TF.Tensor,
  x: TF.Tensor,
  gamma: TF.Tensor,
  saved: TF.Tensor[],
  epsilon: number,
  training: boolean,
): [dx: TF.Tensor, dgamma: TF.Tensor, dbeta: TF.Tensor] {
  const inputs = [dy, x, gamma, ...saved]
  const attributes = normAttributes(epsilon, training)
  const [dx, dgamma, dbeta] = backend.executeMultipleOutputs('FusedBatchNormGradV3', attributes, inputs, 5)
  return [dx!, dgamma!, dbeta!]
}

/** Uniform in [0, 1), from the two halves of a seed alone. */
export const randomUniform = (shape: number[], seed: [number, number]): TF.Tensor =>
  run(
    'StatelessRandomUniform',
    [type('dtype'), type('T', kinds.TF_INT32), type('Tseed', kinds.TF_INT32)],
    [tf.tensor1d(shape, 'int32'), tf.tensor1d(seed, 'int32')],
  )

/** Cross-entropy of logits with target distributions, both [images, classes]: loss [images], gradient at the logits. */
export function crossEntropy(logits: TF.Tensor, targets: TF.Tensor): [loss: TF.Tensor, gradient: TF.Tensor] {
  const outputs = backend.executeMultipleOutputs(
    'SoftmaxCrossEntropyWithLogits',
    FLOATS,
    [logits, targets],
    2,
  )
  return [outputs[0]!, outputs[1]!]
}
