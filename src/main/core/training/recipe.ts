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
  /**
   * Images of a class that the person added are shown as often as the replay shows a class of its own, but none more
   * often than this.
   */
  addedMaxRepeats: number
  /** With an output for a new class, the head learns alone first: for epochs beside the others. */
  newHead: NonNullable<TrainOptions['head']>
}

/** Chosen on photos and dataset images of the training splits (docs/results.md says what was tried). */
export const FINE_TUNE: FineTuneRecipe = {
  name: 'fine-tune',
  epochs: 3,
  batch: 64,
  learningRate: 1e-4,
  schedule: 'cosine',
  labelSmoothing: 0.05,
  augmentation: { flip: true, shift: 0.08, zoom: 0.1, rotate: 8, erase: 0.2 },
  precision: 'bfloat16',
  freezeBatchNorm: true,
  replay: 20_000,
  share: 0.17,
  maxRepeats: 20,
  addedMaxRepeats: 40,
  newHead: { epochs: 1, learningRate: 0.001 },
}
