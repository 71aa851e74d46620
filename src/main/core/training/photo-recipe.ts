import type { TrainOptions } from '../../../shared/contract/engine.ts'

/** How a model of colour photos learns: every knob, and how long. */
export type PhotoRecipe = Omit<TrainOptions, 'seed' | 'epochs'> & {
  name: string
  /** Steps the training takes, whatever there is to learn from; epochs follow from it, within these bounds. */
  steps: number
  epochs: { least: number; most: number }
  /** A photo of a rare class is shown at most so many times for each time that one of the commonest is. */
  mostRepeats: number
}

/** Chosen on training photos of which a fifth was set aside (docs/results.md says what was tried). */
export const PHOTO_FINE_TUNE: PhotoRecipe = {
  name: 'photo-fine-tune',
  steps: 3000,
  epochs: { least: 15, most: 200 },
  mostRepeats: 3,
  batch: 32,
  head: { epochs: 2, learningRate: 0.003 },
  learningRate: 0.001,
  schedule: 'cosine',
  labelSmoothing: 0.1,
  weightDecay: 0.05,
  averaging: 0.995,
  precision: 'bfloat16',
  augmentation: { flip: true, shift: 0.08, zoom: 0.15, rotate: 12, erase: 0.3, contrast: 0.4 },
  freezeBatchNorm: false,
}

/** Epochs for so many images, repeats counted. */
export function epochsFor({ steps, epochs, batch }: PhotoRecipe, images: number): number {
  return Math.min(epochs.most, Math.max(epochs.least, Math.round(steps / Math.ceil(images / batch))))
}
