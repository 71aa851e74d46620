import { tf, type TF } from './tf.ts'

/** How a TensorFlow operation is called by its name through tfjs-node's backend, without tfjs's bookkeeping around it. */

export type Attribute = { name: string; type: number; value: boolean | number | string | number[] }

type Kinds = Record<
  | `TF_${'FLOAT' | 'INT32' | 'UINT8' | 'BOOL' | 'RESOURCE'}`
  | `TF_ATTR_${'TYPE' | 'INT' | 'FLOAT' | 'BOOL' | 'STRING' | 'SHAPE'}`,
  number
>
type Backend = {
  binding: Kinds
  executeMultipleOutputs: (
    op: string,
    attributes: Attribute[],
    inputs: TF.Tensor[],
    outputs: number,
  ) => TF.Tensor[]
}

const backend = tf.backend() as unknown as Backend
const kinds = backend.binding

/** TensorFlow's numbers for the types of a tensor's values. */
export const FLOAT = kinds.TF_FLOAT
export const INT32 = kinds.TF_INT32
export const UINT8 = kinds.TF_UINT8

export const type = (name: string, value = FLOAT): Attribute => ({ name, type: kinds.TF_ATTR_TYPE, value })
export const ints = (name: string, value: number | number[]): Attribute => ({
  name,
  type: kinds.TF_ATTR_INT,
  value,
})
export const float = (name: string, value: number): Attribute => ({ name, type: kinds.TF_ATTR_FLOAT, value })
export const bool = (name: string, value: boolean): Attribute => ({ name, type: kinds.TF_ATTR_BOOL, value })
export const text = (name: string, value: string): Attribute => ({ name, type: kinds.TF_ATTR_STRING, value })
export const shape = (name: string, value: number[]): Attribute => ({
  name,
  type: kinds.TF_ATTR_SHAPE,
  value,
})

/** Runs an operation and gives its outputs; as ever, they belong to the `tidy` around. Throws what TensorFlow says. */
export const runAll = (op: string, attributes: Attribute[], inputs: TF.Tensor[], outputs: number) =>
  backend.executeMultipleOutputs(op, attributes, inputs, outputs)

/** An operation with one output. */
export const run = (op: string, attributes: Attribute[], inputs: TF.Tensor[]): TF.Tensor =>
  runAll(op, attributes, inputs, 1)[0]!
