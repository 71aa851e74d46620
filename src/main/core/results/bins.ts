import {
  CONFIDENCE_BINS,
  RELIABILITY_BINS,
  type ReliabilityBin,
  type Results,
} from '../../../shared/contract/results.ts'
import type { Answered } from './answered.ts'

type Answers = Pick<Answered, 'confidence' | 'label' | 'predicted'>

/** Bins are (low, high], so that a confidence of exactly 1 is in the last. */
const binOf = (confidence: number, bins: number) => Math.max(0, Math.ceil(confidence * bins) - 1)

/**
 * How often answers of about one confidence are right, in 15 equal bins, and the expected calibration error over them: the
 * mean distance between the two, weighed by the images in the bin (Guo et al. 2017, arXiv 1706.04599). Null of no image.
 */
export function reliability({ confidence, label, predicted }: Answers): {
  bins: ReliabilityBin[]
  error: number | null
} {
  const sums = Array.from({ length: RELIABILITY_BINS }, () => ({ images: 0, right: 0, confidence: 0 }))
  for (let i = 0; i < label.length; i++) {
    const sum = sums[binOf(confidence[i]!, RELIABILITY_BINS)]!
    sum.images++
    sum.right += label[i] === predicted[i] ? 1 : 0
    sum.confidence += confidence[i]!
  }
  // |mean confidence - accuracy| x images in the bin is |sum of confidences - right answers|.
  const gap = sums.reduce((total, sum) => total + Math.abs(sum.confidence - sum.right), 0)
  return {
    error: label.length === 0 ? null : gap / label.length,
    bins: sums.map(({ images, right, confidence: sum }, bin) => ({
      ...{ from: bin / RELIABILITY_BINS, to: (bin + 1) / RELIABILITY_BINS },
      ...{ images, right, confidence: images === 0 ? null : Math.min(1, sum / images) },
    })),
  }
}

/** How many right and wrong answers there are of each confidence. */
export function confidences({ confidence, label, predicted }: Answers): Results['confidences'] {
  const right = new Array<number>(CONFIDENCE_BINS).fill(0)
  const wrong = [...right]
  for (let i = 0; i < label.length; i++) {
    const counts = label[i] === predicted[i] ? right : wrong
    counts[binOf(confidence[i]!, CONFIDENCE_BINS)]!++
  }
  return { right, wrong }
}
