import { bool, INT32, run, type, UINT8 } from './native.ts'
import { tf, type TF } from './tf.ts'

/** Whole numbers of 32 bits, every one as likely. */
const randomWords = (count: number, seed: [number, number]): TF.Tensor =>
  run(
    'StatelessRandomUniformFullInt',
    [type('dtype', INT32), type('T', INT32), type('Tseed', INT32)],
    [tf.tensor1d([count], 'int32'), tf.tensor1d(seed, 'int32')],
  )

const atLeast = (draws: TF.Tensor, threshold: TF.Tensor, kind: number): TF.Tensor =>
  run('GreaterEqual', [type('T', kind)], [draws, threshold])

/** A byte decides for each value: four are cut from each random number, and drawing them is what costs. */
function keepByBytes(size: number, wanted: number, seed: [number, number]): TF.Tensor {
  const words = randomWords(Math.ceil(size / 4), seed)
  const bytes = run('Bitcast', [type('T', INT32), type('type', UINT8)], [words])
  const attributes = [type('SrcT', INT32), type('DstT', UINT8), bool('Truncate', false)]
  const threshold = run('Cast', attributes, [tf.scalar(wanted, 'int32')])
  const kept = atLeast(bytes, threshold, UINT8).reshape([-1])
  return size % 4 === 0 ? kept : kept.slice(0, size)
}

/**
 * Which values stay when they are dropped at `rate`: booleans of this shape, from the two halves of a seed alone.
 * Rates in steps of 1 / 256 are the fast ones.
 */
export function keepMask(shape: number[], rate: number, seed: [number, number]): TF.Tensor {
  const size = shape.reduce((product, side) => product * side, 1)
  if (Number.isInteger(rate * 2 ** 8)) return keepByBytes(size, rate * 2 ** 8, seed).reshape(shape)
  const threshold = tf.scalar(Math.round((rate - 0.5) * 2 ** 32), 'int32')
  return atLeast(randomWords(size, seed), threshold, INT32).reshape(shape)
}

/** `x` where the mask says so, and zero elsewhere. */
export const keep = (x: TF.Tensor, mask: TF.Tensor): TF.Tensor =>
  run('SelectV2', [type('T')], [mask, x, tf.scalar(0)])
