import type { ClassScore, Evaluation, MeanScore } from '../../../shared/contract/models.ts'
import { expectedCalibrationError } from './calibration.ts'

export type Metrics = Omit<Evaluation, 'model' | 'images' | 'imagesPerSecond'>

// A probability of exactly 0 would make the loss infinite; float32's smallest step near 1 is a fair floor.
const FLOOR = 1e-7

/** Cross-entropy (nats) of one image: -log of the probability that its class was given, 16.1 at most. */
export const crossEntropy = (probability: number): number => -Math.log(Math.max(probability, FLOOR))

/**
 * Scores probabilities against true classes.
 * @param probabilities at the model's temperature, count x classes, row by row
 * @param uncalibrated the same at temperature 1
 * @param truth class index of each image; at least one image
 * @param classes their names
 */
export function score(
  probabilities: Float32Array,
  uncalibrated: Float32Array,
  truth: Uint8Array,
  classes: string[],
): Metrics {
  const width = classes.length
  const confusion = classes.map(() => new Array<number>(width).fill(0))
  let loss = 0
  let amongTwo = 0
  for (const [i, actual] of truth.entries()) {
    const row = probabilities.subarray(i * width, (i + 1) * width)
    confusion[actual]![argMax(row)]!++
    loss += crossEntropy(row[actual]!)
    if (row.filter((probability) => probability > row[actual]!).length < 2) amongTwo++
  }
  const right = confusion.reduce((sum, row, i) => sum + row[i]!, 0)
  const perClass = scoreClasses(classes, confusion)
  return {
    accuracy: right / truth.length,
    top2: amongTwo / truth.length,
    loss: loss / truth.length,
    calibrationError: expectedCalibrationError(probabilities, truth, width),
    uncalibratedError: expectedCalibrationError(uncalibrated, truth, width),
    perClass,
    // Of a class that was not asked there is only what was wrongly said to be it, and those images are counted already.
    macro: meanScore(perClass, ({ images }) => (images > 0 ? 1 : 0)),
    weighted: meanScore(perClass, ({ images }) => images),
    confusion,
  }
}

/** Means over the classes that have the score at all; null where none has. */
export function meanScore(perClass: ClassScore[], weigh: (score: ClassScore) => number): MeanScore {
  const over = (key: keyof MeanScore) => {
    const scored = perClass.filter((score) => score[key] !== null)
    const total = scored.reduce((sum, score) => sum + weigh(score), 0)
    return total === 0 ? null : scored.reduce((sum, score) => sum + weigh(score) * score[key]!, 0) / total
  }
  return { precision: over('precision'), recall: over('recall'), f1: over('f1') }
}

/** Index of the largest value; the first of equals. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i
  return best
}

/** Each class's scores by a confusion matrix: row, true class; column, predicted class. */
export const scoreClasses = (classes: string[], confusion: number[][]): ClassScore[] =>
  classes.map((className, i) => classScore(className, i, confusion))

/** Precision, recall and F1 are null where they have no meaning (nothing predicted, nothing to find). */
function classScore(className: string, i: number, confusion: number[][]): ClassScore {
  const hits = confusion[i]![i]!
  const images = confusion[i]!.reduce((sum, n) => sum + n, 0)
  const predicted = confusion.reduce((sum, row) => sum + row[i]!, 0)
  const precision = predicted === 0 ? null : hits / predicted
  const recall = images === 0 ? null : hits / images
  const f1 = images + predicted === 0 ? null : (2 * hits) / (images + predicted)
  return { className, precision, recall, f1, images }
}
