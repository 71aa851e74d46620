import { bool, ints, run, runAll, text, type, type Attribute } from './native.ts'
import { tf, type TF } from './tf.ts'

/**
 * Max pooling for training. TensorFlow's portable gradient looks for the largest of each window again and takes longer
 * than all other kernels of the seed's network together; oneDNN's remembers where it was (measured: 512 images of
 * 26 x 26 x 64 in 7 ms, and not in 52 to 98). TensorFlow only uses that in graphs, so it is asked for by its own name,
 * with the label its registration wants; where the library has no oneDNN, the portable kernels do.
 */

const attributes = (size: number): Attribute[] => [
  type('T'),
  ints('ksize', [1, size, size, 1]),
  ints('strides', [1, size, size, 1]),
  text('padding', 'VALID'),
  text('data_format', 'NHWC'),
]
const ONEDNN: Attribute[] = [text('_kernel', 'MklNameChangeOp'), bool('workspace_enabled', true)]

const oneDnn = (x: TF.Tensor, size: number) =>
  runAll('_MklNativeMaxPool', [...attributes(size), ...ONEDNN], [x], 2)

/** What pooling gives: `y`, and the way of a gradient back from there to the input. */
export type Pooled = { y: TF.Tensor; backward: (dy: TF.Tensor) => TF.Tensor }

function pooledByOneDnn(x: TF.Tensor, size: number): Pooled {
  const [y, where] = oneDnn(x, size) as [TF.Tensor, TF.Tensor]
  const backward = (dy: TF.Tensor) =>
    run('_MklNativeMaxPoolGrad', [...attributes(size), ...ONEDNN], [x, y, dy, where])
  return { y, backward }
}

function pooledPortably(x: TF.Tensor, size: number): Pooled {
  const y = run('MaxPool', attributes(size), [x])
  return { y, backward: (dy) => run('MaxPoolGrad', attributes(size), [x, y, dy]) }
}

/** Whether this TensorFlow has oneDNN's kernels, by trying. */
function hasOneDnn(): boolean {
  try {
    tf.tidy(() => void pooledByOneDnn(tf.ones([1, 2, 2, 1]), 2).backward(tf.ones([1, 1, 1, 1])))
    return true
  } catch {
    return false
  }
}

/** Largest of each `size` x `size` square of an image, NHWC; what is left over at the edge is dropped. */
export const maxPool: (x: TF.Tensor, size: number) => Pooled = hasOneDnn() ? pooledByOneDnn : pooledPortably
export { pooledPortably }
