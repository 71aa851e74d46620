import type { Results, ResultSplit } from '../contract/results.ts'
import { many } from '../format.ts'

/** What the images of a split are called: one, and more of them. */
export const SPLIT_WORDS: Record<ResultSplit, readonly [one: string, more: string]> = {
  test: ['test image', 'test images'],
  holdout: ['photo held out', 'photos held out'],
  validation: ['validation image', 'validation images'],
  train: ['training image', 'training images'],
  all: ['image of all', 'images of all'],
}

export type ResultsOf = Pick<Results, 'model' | 'split' | 'images'>

/** "10,000 test images, by first-2" */
export const whatOf = ({ model, split, images }: ResultsOf): string =>
  `${many(images, ...SPLIT_WORDS[split])}, by ${model}`

/** Of a figure's files: what it shows, by which version and on what. */
export const fileOf = (figure: string, { model, split }: ResultsOf): string => `${figure}-${model}-${split}`
