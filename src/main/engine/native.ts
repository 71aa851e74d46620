import { tf, type TF } from './tf.ts'

/** How a TensorFlow operation is called by its name through tfjs-node's backend, without tfjs's bookkeeping around it. */

export type Attribute = { name: string; type: number; value: boolean | number | string | number[] }

type Kinds = Record<
  | `TF_${'FLOAT' | 'INT32' | 'UINT8' | 'BOOL' | 'RESOURCE'}`
  | `TF_ATTR_${'TYPE' | 'INT' | 'FLOAT' | 'BOOL' | 'STRING' | 'SHAPE'}`,
  number
>
/** What TensorFlow says of a value it made; `id` is its own number for it. */
type Output = { id: number; dtype: number; shape: number[] }
type Binding = Kinds & {
  executeOp: (op: string, attributes: Attribute[], inputs: number[], outputs: number) => Output[]
  deleteTensor: (id: number) => void
}
type Backend = {
  binding: Binding
  getInputTensorIds: (tensors: TF.Tensor[]) => number[]
  createOutputTensor: (output: Output) => TF.Tensor
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
/** Not known to tfjs: such values live within `runHidden` only. */
export const BFLOAT16 = 14

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

/** An operation of one output, within `runHidden`: gives TensorFlow's number for its result. */
export type HiddenRun = (op: string, attributes: Attribute[], inputs: number[]) => number

/**
 * Runs operations one after the other whose results tfjs does not come to know, because it has no such type. `work` is
 * given TensorFlow's numbers for the inputs and returns that of its result, which alone becomes a tensor (of a type that
 * tfjs knows); all others are freed.
 */
export function runHidden(
  inputs: TF.Tensor[],
  work: (run: HiddenRun, inputs: number[]) => number,
): TF.Tensor {
  const made = new Map<number, Output>()
  const runOne: HiddenRun = (op, attributes, ids) => {
    const [output] = kinds.executeOp(op, attributes, ids, 1)
    made.set(output!.id, output!)
    return output!.id
  }
  try {
    const result = made.get(work(runOne, backend.getInputTensorIds(inputs)))!
    made.delete(result.id)
    return backend.createOutputTensor(result)
  } finally {
    for (const id of made.keys()) kinds.deleteTensor(id)
  }
}
