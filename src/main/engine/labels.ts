import { NO_CLASS } from '../../shared/contract/engine.ts'

/**
 * Target distributions [images, classes]: 1 at the label, or with smoothing (arXiv 1512.00567) a little for all; the same for
 * all where the label is `NO_CLASS`.
 */
export function targets(
  labels: Uint8Array,
  indices: Uint32Array,
  classes: number,
  smoothing: number,
): Float32Array {
  const rows = new Float32Array(indices.length * classes).fill(smoothing / classes)
  indices.forEach((index, i) => {
    const [label, row] = [labels[index]!, i * classes]
    if (label === NO_CLASS) rows.fill(1 / classes, row, row + classes)
    else rows[row + label]! += 1 - smoothing
  })
  return rows
}

/** How many rows of [images, classes] logits are largest at the label. */
export function countRight(
  logits: Float32Array,
  labels: Uint8Array,
  indices: Uint32Array,
  classes: number,
): number {
  let right = 0
  for (let i = 0; i < indices.length; i++) {
    let best = 0
    for (let c = 1; c < classes; c++) if (logits[i * classes + c]! > logits[i * classes + best]!) best = c
    if (best === labels[indices[i]!]) right++
  }
  return right
}

/** How many of the images have a class, and so can be right. */
export const countWithClass = (labels: Uint8Array, indices: Uint32Array): number =>
  indices.reduce((sum, index) => sum + (labels[index] === NO_CLASS ? 0 : 1), 0)
