/** A picture's own few colours: which of them each pixel has, 0..size-1. */
export type Palette = { size: number; index: Uint8Array }

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
    const at = chosen * 3
    means.set(lab.subarray(at, at + 3), k * 3)
    chosen = takeNearer(lab, index, nearest, k, lab[at]!, lab[at + 1]!, lab[at + 2]!)
  }
  return { means, index }
}

/** Gives colour `k` (l, a, b) to the pixels that are nearer to it than to any before; the pixel farthest from all. */
function takeNearer(
  lab: Float32Array,
  index: Uint8Array,
  nearest: Float32Array,
  k: number,
  l: number,
  a: number,
  b: number,
): number {
  let [farthest, place] = [-1, 0]
  for (let i = 0, at = 0; i < index.length; i++, at += 3) {
    const dl = lab[at]! - l
    const da = lab[at + 1]! - a
    const db = lab[at + 2]! - b
    const d = dl * dl + da * da + db * db
    if (d < nearest[i]!) {
      nearest[i] = d
      index[i] = k
    }
    if (nearest[i]! > farthest) {
      farthest = nearest[i]!
      place = i
    }
  }
  return place
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

/** Gives each pixel the nearest colour; of equally near ones, the first. */
function assign(lab: Float32Array, index: Uint8Array, means: Float32Array): void {
  const colours = Float64Array.from(means)
  for (let i = 0; i < index.length; i++) {
    const l = lab[i * 3]!
    const a = lab[i * 3 + 1]!
    const b = lab[i * 3 + 2]!
    // Most colours are farther in lightness alone than the one it had before is in all.
    let nearest = index[i]! * 3
    let best =
      (l - colours[nearest]!) ** 2 + (a - colours[nearest + 1]!) ** 2 + (b - colours[nearest + 2]!) ** 2
    for (let k = 0; k < colours.length; k += 3) {
      const dl = l - colours[k]!
      if (dl * dl > best) continue
      const da = a - colours[k + 1]!
      const db = b - colours[k + 2]!
      const d = dl * dl + da * da + db * db
      if (d > best || (d === best && k > nearest)) continue
      best = d
      nearest = k
    }
    index[i] = nearest / 3
  }
}

/** Sums up a Lab picture (height * width * 3) in at most `size` (up to 256) colours: k-means, `rounds` of it. */
export function makePalette(lab: Float32Array, size: number, rounds = 4): Palette {
  const { means, index } = farthestColours(lab, size)
  for (let round = 0; round < rounds; round++) {
    moveToMeans(lab, index, means)
    assign(lab, index, means)
  }
  return { size, index }
}
