import { readFileSync } from 'node:fs'
import { BFLOAT16, bool, FLOAT, runHidden, type, type Attribute, type HiddenRun } from './native.ts'
import { hasOneDnn, oneDnn } from './one-dnn.ts'
import { tf, type TF } from './tf.ts'

/**
 * Convolutions in bfloat16: float32's range with 8 bits of precision, products summed in float32, results as float32.
 * Enough for training, where the weights themselves stay float32 (Micikevicius et al. 2017, arXiv 1710.03740; Kalamkar
 * et al. 2019, 1905.12322), not for telling probabilities. Measured: with AMX 1,100 to 2,800 GFLOP/s, and not 340 to 400;
 * with AVX-512's instructions for it a step of the recipe `wide` takes two thirds of the processor time of float32.
 */

/** Linux says what the processor has. Without instructions for it bfloat16 is slower than float32. */
function hasInstructions(): boolean {
  try {
    return /^flags\s*:.*\b(amx_bf16|avx512_bf16)\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'))
  } catch {
    return false
  }
}

/** Whether bfloat16 pays here. */
export const hasFastBfloat16: boolean = hasOneDnn && hasInstructions()

/** Below so many inputs a convolution is too thin for it. Measured: of one input, the conversion costs what is won. */
export const FEWEST_INPUTS = 16

const cast = (run: HiddenRun, from: number, to: number, value: number): number =>
  run('Cast', [type('SrcT', from), type('DstT', to), bool('Truncate', false)], [value])

/** One of oneDNN's convolutions, of values that are rounded to bfloat16 before; `sides` goes with them as it is. */
function convolve(
  op: string,
  attributes: Attribute[],
  values: [TF.Tensor, TF.Tensor],
  order: (a: number, b: number, sides: number) => number[],
  sides: number[],
): TF.Tensor {
  const typed = [type('T', BFLOAT16), ...attributes.filter(({ name }) => name !== 'T')]
  return runHidden([...values, tf.tensor1d(sides, 'int32')], (run, [first, second, third]) => {
    const [a, b] = [first!, second!].map((value) => cast(run, FLOAT, BFLOAT16, value))
    return cast(run, BFLOAT16, FLOAT, run(...oneDnn(op, typed), order(a!, b!, third!)))
  })
}

export const conv = (attributes: Attribute[], x: TF.Tensor, kernel: TF.Tensor): TF.Tensor =>
  convolve('Conv2D', attributes, [x, kernel], (a, b) => [a, b], [])

/** Gradient at the input, which has the shape of `x`. */
export const convGradInput = (attributes: Attribute[], x: TF.Tensor, kernel: TF.Tensor, dy: TF.Tensor) =>
  convolve('Conv2DBackpropInput', attributes, [kernel, dy], (a, b, sides) => [sides, a, b], x.shape)

/** Gradient at the kernel. */
export const convGradKernel = (attributes: Attribute[], x: TF.Tensor, kernel: TF.Tensor, dy: TF.Tensor) =>
  convolve('Conv2DBackpropFilter', attributes, [x, dy], (a, b, sides) => [a, sides, b], kernel.shape)
