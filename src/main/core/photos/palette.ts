/** A picture's own few colours: which of them each pixel has, 0..size-1. */
export type Palette = { size: number; index: Uint8Array }

const squared = (a: Float32Array, i: number, b: Float32Array, j: number): number =>
  (a[i]! - b[j]!) ** 2 + (a[i + 1]! - b[j + 1]!) ** 2 + (a[i + 2]! - b[j + 2]!) ** 2

/**
 * First colours: the middle pixel's, then again and again the one farthest from all chosen so far. No random draw,
 * so that the same picture always gives the same palette.
 */
function farthestColours(lab: Float32Array, size: number): { means: Float32Array; index: Uint8Array } {
  const count = lab.length / 3
  const means = new Float32Array(size * 3)
  const index = new Uint8Array(count)
  const nearest = new Float32Array(count).fill(Infinity)
  let chosen = Math.floor(count / 2)
  for (let k = 0; k < size; k++) {
    means.set(lab.subarray(chosen * 3, chosen * 3 + 3), k * 3)
    let farthest = -1
    for (let i = 0; i < count; i++) {
      const d = squared(lab, i * 3, means, k * 3)
      if (d < nearest[i]!) {
        nearest[i] = d
        index[i] = k
      }
      if (nearest[i]! > farthest) {
        farthest = nearest[i]!
        chosen = i
      }
    }
  }
  return { means, index }
}

/** Moves each colour to the mean of its pixels; one without pixels stays. */
function moveToMeans(lab: Float32Array, index: Uint8Array, means: Float32Array): void {
  const sums = new Float64Array(means.length)
  const counts = new Float64Array(means.length / 3)
  for (let i = 0; i < index.length; i++) {
    const k = index[i]!
    counts[k]! += 1
    for (let c = 0; c < 3; c++) sums[k * 3 + c]! += lab[i * 3 + c]!
  }
  for (let j = 0; j < means.length; j++) {
    const n = counts[Math.floor(j / 3)]!
    if (n > 0) means[j] = sums[j]! / n
  }
}

/** Sums up a Lab picture (height * width * 3) in at most `size` (up to 256) colours: k-means, `rounds` of it. */
export function makePalette(lab: Float32Array, size: number, rounds = 4): Palette {
  const { means, index } = farthestColours(lab, size)
  for (let round = 0; round < rounds; round++) {
    moveToMeans(lab, index, means)
    for (let i = 0; i < index.length; i++) {
      let best = Infinity
      for (let k = 0; k < size; k++) {
        const d = squared(lab, i * 3, means, k * 3)
        if (d < best) {
          best = d
          index[i] = k
        }
      }
    }
  }
  return { size, index }
}
