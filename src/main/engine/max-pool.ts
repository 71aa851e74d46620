import { bool, ints, run, text, type, type Attribute } from './native.ts'
import { hasOneDnn, runOneDnn } from './one-dnn.ts'
import type { TF } from './tf.ts'

/** What pooling gives: `y`, and the way of a gradient back from there to the input. */
export type Pooled = { y: TF.Tensor; backward: (dy: TF.Tensor) => TF.Tensor }

const attributes = (size: number): Attribute[] => [
  type('T'),
  ints('ksize', [1, size, size, 1]),
  ints('strides', [1, size, size, 1]),
  text('padding', 'VALID'),
  text('data_format', 'NHWC'),
]

function byOneDnn(x: TF.Tensor, size: number): Pooled {
  const all = [...attributes(size), bool('workspace_enabled', true)]
  const [y, where] = runOneDnn('MaxPool', all, [x], 2) as [TF.Tensor, TF.Tensor]
  return { y, backward: (dy) => runOneDnn('MaxPoolGrad', all, [x, y, dy, where], 1)[0]! }
}

export function portably(x: TF.Tensor, size: number): Pooled {
  const y = run('MaxPool', attributes(size), [x])
  return { y, backward: (dy) => run('MaxPoolGrad', attributes(size), [x, y, dy]) }
}

/**
 * Largest of each `size` x `size` square of images, NHWC; what is left over at the edge is dropped. TensorFlow's portable
 * gradient looks for the largest again and takes longer than all other kernels of the seed's network together; oneDNN's
 * remembers where it was (measured: 512 images of 26 x 26 x 64 in 7 ms, and not in 52 to 98).
 */
export const maxPool: (x: TF.Tensor, size: number) => Pooled = hasOneDnn ? byOneDnn : portably
