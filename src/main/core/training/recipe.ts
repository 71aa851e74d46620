import type { TrainOptions } from '../../../shared/contract/engine.ts'

/** Recipes are data: every knob a run has. */
export type FineTuneRecipe = Omit<TrainOptions, 'seed'> & {
  name: string
  /** Dataset images mixed in, so that the model keeps what it knew (experience replay). */
  replay: number
  /** The person's images are repeated until they are this share of what is trained on, ... */
  share: number
  /** ... but none more often than this. */
  maxRepeats: number
}

/** Chosen on photos and dataset images of the training splits (docs/results.md says what was tried). */
export const FINE_TUNE: FineTuneRecipe = {
  name: 'fine-tune',
  epochs: 3,
  batch: 64,
  learningRate: 1.5e-4,
  schedule: 'cosine',
  labelSmoothing: 0.05,
  augmentation: { flip: true, shift: 0.08, zoom: 0.1, rotate: 8, erase: 0.2 },
  precision: 'bfloat16',
  freezeBatchNorm: true,
  replay: 8000,
  share: 0.35,
  maxRepeats: 20,
}
