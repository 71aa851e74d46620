import { bool, FLOAT, run, runAll, shape, text, type } from './native.ts'
import { tf, type TF } from './tf.ts'

/** TensorFlow's own variables, which its optimiser kernels move in place. */

/** TensorFlow's name for a variable that ends with the last tensor that refers to it. */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347'

/** A reference to a new float32 variable of this shape, without a value yet. The caller disposes it. */
export function variable(of: number[]): TF.Tensor {
  const attributes = [
    type('dtype'),
    shape('shape', of),
    text('container', ''),
    text('shared_name', ANONYMOUS),
  ]
  return tf.keep(run('VarHandleOp', attributes, []))
}

export const assign = (to: TF.Tensor, value: TF.Tensor): void =>
  void runAll('AssignVariableOp', [type('dtype'), bool('validate_shape', false)], [to, value], 0)

/** Its value now, which belongs to the `tidy` around. */
export const read = (from: TF.Tensor): TF.Tensor => run('ReadVariableOp', [type('dtype', FLOAT)], [from])
