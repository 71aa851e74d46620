import { wilson } from '../../../shared/wilson.ts'
import { reliability } from '../results/bins.ts'
import { argMax } from './evaluation.ts'
import type { Manifest } from './manifest.ts'

/**
 * Expected calibration error of a model's likeliest classes (see `reliability`), 0 (perfect) to 1.
 * @param probabilities count x classes, row by row
 * @param truth class index of each image; at least one image
 */
export function expectedCalibrationError(
  probabilities: Float32Array,
  truth: Uint8Array,
  classes: number,
): number {
  const predicted = new Uint16Array(truth.length)
  const confidence = new Float64Array(truth.length)
  for (let i = 0; i < truth.length; i++) {
    const row = probabilities.subarray(i * classes, (i + 1) * classes)
    const best = argMax(row)
    predicted[i] = best
    confidence[i] = row[best]!
  }
  return reliability({ confidence, predicted, label: Uint16Array.from(truth) }).error!
}

/**
 * Probabilities at another temperature: softmax(logits / T), got from softmax(logits) alone, since p^(1/T) differs from
 * it only by a factor that normalising removes. T over 1 makes a model less sure; what it says is most likely stays so.
 * @returns a new array, count x classes
 */
export function atTemperature(
  probabilities: Float32Array,
  classes: number,
  temperature: number,
): Float32Array<ArrayBuffer> {
  if (temperature === 1) return probabilities.slice()
  const scaled = probabilities.map((probability) => probability ** (1 / temperature))
  for (let start = 0; start < scaled.length; start += classes) {
    const row = scaled.subarray(start, start + classes)
    const sum = row.reduce((total, value) => total + value, 0)
    for (let i = 0; i < row.length; i++) row[i]! /= sum
  }
  return scaled
}

const COLDEST = 0.05
const HOTTEST = 20
/** Ratio of the golden section: each look shrinks the range by it. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * The temperature at which the mean cross-entropy of these probabilities is least (Guo et al. 2017), by golden-section
 * search: the loss has one minimum over the temperature. Fit it on validation images, never on test images.
 */
export function fitTemperature(probabilities: Float32Array, truth: Uint8Array, classes: number): number {
  const loss = (logTemperature: number) => {
    const rows = atTemperature(probabilities, classes, Math.exp(logTemperature))
    return truth.reduce((sum, actual, i) => sum - Math.log(Math.max(rows[i * classes + actual]!, 1e-30)), 0)
  }
  let [low, high] = [Math.log(COLDEST), Math.log(HOTTEST)]
  while (high - low > 1e-3) {
    const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
    if (loss(left) < loss(right)) high = right
    else low = left
  }
  return Math.exp((low + high) / 2)
}

/** One answer that is right says little: a threshold is set by so many at least, or by all there are. */
const LEAST_ANSWERS = 10
/** How much of what a model answers should be right. */
const WANTED = 0.9

/** What is answered to each image, the surest first. */
const ranked = (probabilities: Float32Array, truth: Uint8Array, classes: number) =>
  Array.from(truth, (actual, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes)
    const best = argMax(row)
    return { confidence: row[best]!, right: best === actual }
  }).sort((a, b) => b.confidence - a.confidence)

/**
 * The least confidence at which a model answers, and below which it says "not sure": the lowest at which what it answers
 * is right nine times in ten on these images. 0 where it always is, null where it never is. Fit it on validation images.
 * (Selective classification: Geifman and El-Yaniv 2017, arXiv 1705.08500.)
 * @param probabilities count x classes, row by row, at the model's temperature
 */
export function fitThreshold(probabilities: Float32Array, truth: Uint8Array, classes: number): number | null {
  const answers = ranked(probabilities, truth, classes)
  const least = Math.min(LEAST_ANSWERS, answers.length)
  let [right, threshold]: [number, number | null] = [0, null]
  for (const [i, answer] of answers.entries()) {
    if (answer.right) right++
    // Of equal confidences all are answered or none.
    const isLastOfEquals = answers[i + 1]?.confidence !== answer.confidence
    const isEnough = isLastOfEquals && i + 1 >= least
    if (isEnough && right >= WANTED * (i + 1)) threshold = i + 1 === answers.length ? 0 : answer.confidence
  }
  return threshold
}

/** What a model that no image was set aside for is sure from: likelier than all the other classes together. */
export const UNTESTED_THRESHOLD = 0.5

/**
 * The threshold of `fitThreshold`. Where that is null, but the images are too few to say that it can't be had, the lowest
 * confidence at which the model itself, by its mean confidence, expects to be right nine times in ten. Arguments as of
 * `fitThreshold`.
 */
export const chooseThreshold = (
  probabilities: Float32Array,
  truth: Uint8Array,
  classes: number,
): number | null =>
  fitThreshold(probabilities, truth, classes) ?? expectedThreshold(probabilities, truth, classes)

function expectedThreshold(probabilities: Float32Array, truth: Uint8Array, classes: number): number | null {
  let [right, sum, threshold]: [number, number, number | null] = [0, 0, null]
  const answers = ranked(probabilities, truth, classes)
  for (const [i, answer] of answers.entries()) {
    right += answer.right ? 1 : 0
    sum += answer.confidence
    const images = i + 1
    const [, most] = wilson({ images, accuracy: right / images })
    const isLastOfEquals = answers[i + 1]?.confidence !== answer.confidence
    if (isLastOfEquals && sum >= WANTED * images && most >= WANTED) threshold = answer.confidence
  }
  return threshold
}

/** Whether a model that says its first class with this confidence is sure of it. */
export const isSure = ({ threshold }: Pick<Manifest, 'threshold'>, confidence: number): boolean =>
  threshold !== null && confidence >= threshold
