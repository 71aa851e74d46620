import { buildNetwork, drawWeights, setWeight, type Network } from './network.ts'
import type { Weight } from './training-layers.ts'

/** For each output of a new head, the output of the old one that it goes on from; null is a new class. */
export type HeadMap = (number | null)[]

const read = (weight: Weight): Float32Array => weight.read().dataSync<'float32'>()

/** Columns of a matrix [rows, columns] put in another order; what is null stays as it is in `drawn`. */
function rearranged(old: Float32Array, drawn: Float32Array, columns: HeadMap): Float32Array {
  const before = (old.length * columns.length) / drawn.length
  return drawn.map((value, i) => {
    const column = columns[i % columns.length]!
    return column === null ? value : old[Math.floor(i / columns.length) * before + column]!
  })
}

/**
 * The network with another head: its last dense layer wider, narrower or in another order, as `columns` says, all else
 * as it was. New classes start from kernels drawn by `seed`. The old network is disposed. Throws RangeError where an
 * output is asked for that the old head has not.
 */
export function withHead(old: Network, columns: HeadMap, seed: number): Network {
  if (columns.some((column) => column !== null && column >= old.classes)) {
    throw new RangeError('a class is to go on from an output that is not there')
  }
  const specs = old.layers.map(({ spec }) => spec)
  const made = buildNetwork([...specs.slice(0, -1), { type: 'dense', units: columns.length }], old.shape)
  drawWeights(made, seed)
  const [kernel, bias] = made.model.layers.at(-1)!.weights
  for (const [i, weight] of made.model.weights.entries()) {
    const before = old.model.weights[i]!
    const isHead = weight === kernel || weight === bias
    setWeight(weight, isHead ? rearranged(read(before), read(weight), columns) : read(before))
  }
  old.model.dispose()
  return made
}
