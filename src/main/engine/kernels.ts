import * as bfloat16 from './bfloat16.ts'
import { bool, float, ints, run, runAll, text, type, type Attribute } from './native.ts'
import { hasOneDnn, runOneDnn } from './one-dnn.ts'
import { tf, type TF } from './tf.ts'

/**
 * TensorFlow's own kernels, called without tfjs's gradients between: those compute in JavaScript what TensorFlow has
 * a kernel for (ReLU, dropout) or take it apart into many (batch normalisation). All images are NHWC, float32.
 */

const FLOATS = [type('T')]
const NHWC = text('data_format', 'NHWC')

/** What a convolution computes in: see bfloat16.ts. */
export type Precision = 'float32' | 'bfloat16'

const convAttributes = (padding: 'same' | 'valid'): Attribute[] => [
  type('T'),
  ints('strides', [1, 1, 1, 1]),
  text('padding', padding.toUpperCase()),
  NHWC,
  ints('dilations', [1, 1, 1, 1]),
]

export const conv = (
  x: TF.Tensor,
  kernel: TF.Tensor,
  padding: 'same' | 'valid',
  precision: Precision = 'float32',
): TF.Tensor =>
  precision === 'bfloat16'
    ? bfloat16.conv(convAttributes(padding), x, kernel)
    : run('Conv2D', convAttributes(padding), [x, kernel])

/** Convolution and bias, in one pass where oneDNN can. */
export const convBias = (
  x: TF.Tensor,
  kernel: TF.Tensor,
  bias: TF.Tensor,
  padding: 'same' | 'valid',
): TF.Tensor =>
  hasOneDnn
    ? runOneDnn('Conv2DWithBias', convAttributes(padding), [x, kernel, bias], 1)[0]!
    : addBias(conv(x, kernel, padding), bias)

/** How a gradient of a convolution is to be taken. */
export type ConvGrad = { padding: 'same' | 'valid'; precision: Precision }

type GradOf = (x: TF.Tensor, kernel: TF.Tensor, dy: TF.Tensor, how: ConvGrad) => TF.Tensor

export const convGradInput: GradOf = (x, kernel, dy, { padding, precision }) =>
  precision === 'bfloat16'
    ? bfloat16.convGradInput(convAttributes(padding), x, kernel, dy)
    : run('Conv2DBackpropInput', convAttributes(padding), [tf.tensor1d(x.shape, 'int32'), kernel, dy])

export const convGradKernel: GradOf = (x, kernel, dy, { padding, precision }) =>
  precision === 'bfloat16'
    ? bfloat16.convGradKernel(convAttributes(padding), x, kernel, dy)
    : run('Conv2DBackpropFilter', convAttributes(padding), [x, tf.tensor1d(kernel.shape, 'int32'), dy])

/** Product of two matrices, each as it is or transposed. */
export const matMul = (a: TF.Tensor, b: TF.Tensor, transposeA = false, transposeB = false): TF.Tensor =>
  run('MatMul', [type('T'), bool('transpose_a', transposeA), bool('transpose_b', transposeB)], [a, b])

/** Elementwise, or with a number for all. */
export const multiply = (a: TF.Tensor, b: TF.Tensor | number): TF.Tensor =>
  run('Mul', FLOATS, [a, typeof b === 'number' ? tf.scalar(b) : b])

export const add = (a: TF.Tensor, b: TF.Tensor): TF.Tensor => run('AddV2', FLOATS, [a, b])

export const addBias = (x: TF.Tensor, bias: TF.Tensor): TF.Tensor =>
  run('BiasAdd', [type('T'), NHWC], [x, bias])

export const biasGrad = (dy: TF.Tensor): TF.Tensor => run('BiasAddGrad', [type('T'), NHWC], [dy])

export const relu = (x: TF.Tensor): TF.Tensor => run('Relu', FLOATS, [x])

/** `dy` where `y`, what ReLU gave, is not zero. */
export const reluGrad = (y: TF.Tensor, dy: TF.Tensor): TF.Tensor => run('ReluGrad', FLOATS, [dy, y])

export const softmax = (logits: TF.Tensor): TF.Tensor => run('Softmax', FLOATS, [logits])

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
  const [y, mean, variance, ...saved] = runAll('FusedBatchNormV3', attributes, inputs, 6)
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
  const [dx, dgamma, dbeta] = runAll('FusedBatchNormGradV3', attributes, inputs, 5)
  return [dx!, dgamma!, dbeta!]
}

/** Cross-entropy of logits with target distributions, both [images, classes]: loss [images], gradient at the logits. */
export function crossEntropy(logits: TF.Tensor, targets: TF.Tensor): [loss: TF.Tensor, gradient: TF.Tensor] {
  const outputs = runAll('SoftmaxCrossEntropyWithLogits', FLOATS, [logits, targets], 2)
  return [outputs[0]!, outputs[1]!]
}
