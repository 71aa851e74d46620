import { readIdx } from '../../bench/fashion-mnist.ts'
import type { TrainingData } from '../../src/main/engine/train.ts'
import { FASHION_MNIST_CLASSES, FASHION_MNIST_INPUT, inputSize } from '../../src/shared/domain.ts'
import { Random } from '../../src/shared/random.ts'

/** Of the split and of the training that follows it. */
export const SEED = 1
const IMAGE_BYTES = inputSize(FASHION_MNIST_INPUT)

/** All images of a split of Fashion-MNIST. */
export function readImages(split: 'train' | 't10k'): TrainingData {
  const labels = readIdx(`${split}-labels-idx1-ubyte`, 8)
  return { count: labels.length, pixels: readIdx(`${split}-images-idx3-ubyte`, 16), labels }
}

/** The images of `indices`, in that order. */
export function pick(data: TrainingData, indices: readonly number[]): TrainingData {
  const pixels = new Uint8Array(indices.length * IMAGE_BYTES)
  indices.forEach((index, i) => {
    pixels.set(data.pixels.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES), i * IMAGE_BYTES)
  })
  return { count: indices.length, pixels, labels: Uint8Array.from(indices, (index) => data.labels[index]!) }
}

/** One after the other. */
export function joined(parts: readonly TrainingData[]): TrainingData {
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    pixels: new Uint8Array(Buffer.concat(parts.map(({ pixels }) => pixels))),
    labels: new Uint8Array(Buffer.concat(parts.map(({ labels }) => labels))),
  }
}

/** Holds `held` images of each class out, drawn by the seed: the same for every script that asks for as many. */
export function splitOff(data: TrainingData, held: number): { rest: TrainingData; validation: TrainingData } {
  const taken = new Uint32Array(FASHION_MNIST_CLASSES.length)
  const sides: { rest: number[]; validation: number[] } = { rest: [], validation: [] }
  for (const index of new Random(SEED, 'validation').permutation(data.count)) {
    sides[taken[data.labels[index]!]!++ < held ? 'validation' : 'rest'].push(index)
  }
  return { rest: pick(data, sides.rest), validation: pick(data, sides.validation) }
}
