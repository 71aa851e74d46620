/** Target distributions [images, classes]: 1 at the label, or with smoothing (arXiv 1512.00567) a little for all. */
export function targets(
  labels: Uint8Array,
  indices: Uint32Array,
  classes: number,
  smoothing: number,
): Float32Array {
  const rows = new Float32Array(indices.length * classes).fill(smoothing / classes)
  indices.forEach((index, i) => (rows[i * classes + labels[index]!]! += 1 - smoothing))
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
