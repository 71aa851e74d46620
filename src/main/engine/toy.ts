import type { TrainOptions } from '../../shared/contract/engine.ts'
import { FASHION_MNIST_INPUT } from '../../shared/domain.ts'
import type { LayerSpec } from './architectures/layers.ts'
import { Random } from '../../shared/random.ts'
import type { TrainingData, TrainJob } from './train.ts'

// What the engine's tests train on: small enough for a fraction of a second.

/** Noise with a bright bar: lying in class 0, standing in class 1, at a random place. */
export function bars(count: number, seed = 1): TrainingData {
  const random = new Random(seed, 'bars')
  const pixels = new Uint8Array(count * 784).map(() => random.below(60))
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2)
  labels.forEach((label, i) => {
    const at = 4 + random.below(18)
    for (let along = 4; along < 24; along++) {
      for (let across = at; across < at + 3; across++) {
        pixels[i * 784 + (label ? along * 28 + across : across * 28 + along)] = 200
      }
    }
  })
  return { count, pixels, labels }
}

export const OPTIONS: TrainOptions = {
  ...{ epochs: 3, batch: 16, learningRate: 0.005, schedule: 'cosine', labelSmoothing: 0, seed: 1 },
  augmentation: { flip: true, shift: 0.05, zoom: 0.05, rotate: 3, erase: 0.1 },
  freezeBatchNorm: false,
}

/** A training of the seed's network on bars, into `out`. */
export const barsJob = (out: string, options: Partial<TrainOptions> = {}): TrainJob => ({
  start: { from: 'noise', architecture: 'classic', input: FASHION_MNIST_INPUT, classes: 2 },
  data: bars(64),
  options: { ...OPTIONS, ...options },
  out,
})

/** A network with nearly every kind of layer, in a few hundred weights. */
export const MANY_LAYERS: LayerSpec[] = [
  { type: 'conv', filters: 4, kernel: 3, padding: 'valid', bias: true },
  { type: 'max-pool', size: 4 },
  { type: 'batch-norm' },
  { type: 'relu' },
  { type: 'conv', filters: 3, kernel: 3, padding: 'same', bias: false },
  { type: 'flatten' },
  { type: 'dropout', rate: 0.1 },
  { type: 'dense', units: 5 },
  { type: 'dense', units: 2 },
]
