import { MAX_POINTS, type Curve } from '../../../shared/contract/results.ts'

/**
 * Precision and recall of one class against all others, at every threshold that makes a difference, and the average
 * precision: AP = sum (R_n - R_n-1) P_n, as scikit-learn's `average_precision_score` has it: no interpolation, and images of
 * one probability are found together.
 * @param count images
 * @param probability of the class, at each image: 0 to 1, of float32's precision
 * @param isOf whether each image is of the class
 */
export function precisionRecall(
  count: number,
  probability: (image: number) => number,
  isOf: (image: number) => boolean,
): Curve {
  const keys = sortedKeys(count, probability, isOf)
  const positives = keys.reduce((sum, key) => sum + (key & 1), 0)
  const curve: Curve = { averagePrecision: null, recall: [], precision: [], threshold: [] }
  if (positives === 0) return curve
  let [averagePrecision, found, last] = [0, 0, -1]
  for (let place = count - 1; place >= 0 && found < positives;) {
    const [before, bits] = [found, keys[place]! >>> 1]
    for (; place >= 0 && keys[place]! >>> 1 === bits; place--) found += keys[place]! & 1
    const [recall, precision] = [found / positives, found / (count - 1 - place)]
    averagePrecision += ((found - before) / positives) * precision
    // Only where recall has grown: the first point, the last, and some between that lie apart.
    const step = Math.floor(recall * (MAX_POINTS - 2))
    if (step === last && found < positives) continue
    last = step
    curve.recall.push(recall)
    curve.precision.push(precision)
    curve.threshold.push(asNumber(bits))
  }
  return { ...curve, averagePrecision: Math.min(1, averagePrecision) }
}

const float = new Float32Array(1)
const word = new Uint32Array(float.buffer)

/**
 * Probability and truth of each image in one number, ascending: the bits of floats that are not negative are in their own
 * order, and leave the sign's place free.
 */
function sortedKeys(
  count: number,
  probability: (image: number) => number,
  isOf: (image: number) => boolean,
): Uint32Array {
  const keys = new Uint32Array(count)
  for (let image = 0; image < count; image++) {
    float[0] = Math.min(1, Math.max(0, probability(image)))
    keys[image] = (word[0]! << 1) | (isOf(image) ? 1 : 0)
  }
  return keys.sort()
}

function asNumber(bits: number): number {
  word[0] = bits
  return float[0]!
}
