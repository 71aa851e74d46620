import { bool, ints, runAll, text, type, type Attribute } from './native.ts'
import { tf, type TF } from './tf.ts'

/**
 * oneDNN's own kernels (Intel's library within TensorFlow). TensorFlow uses some of them only in graphs, so they are
 * asked for by their own names, with the label that their registration wants.
 */
const LABEL = text('_kernel', 'MklNameChangeOp')

/** Name and attributes of oneDNN's kernel for an operation. */
export const oneDnn = (op: string, attributes: Attribute[]): [op: string, attributes: Attribute[]] => [
  `_MklNative${op}`,
  [...attributes, LABEL],
]

export const runOneDnn = (op: string, attributes: Attribute[], inputs: TF.Tensor[], outputs: number) =>
  runAll(...oneDnn(op, attributes), inputs, outputs)

function isThere(): boolean {
  const square = [ints('ksize', [1, 1, 1, 1]), ints('strides', [1, 1, 1, 1]), text('padding', 'VALID')]
  const attributes = [type('T'), ...square, bool('workspace_enabled', true)]
  try {
    tf.tidy(() => void runOneDnn('MaxPool', attributes, [tf.ones([1, 1, 1, 1])], 2))
    return true
  } catch {
    return false
  }
}

/** Whether this build of TensorFlow has them, on this processor. Where not, its portable kernels do the same, slower. */
export const hasOneDnn: boolean = isThere()
