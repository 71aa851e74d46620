/** A colour of the background: its mean in Lab and how much it varies along each axis. */
type Cluster = { mean: number[]; deviation: number[] }

const distance2 = (lab: Float32Array, i: number, mean: number[]): number =>
  (lab[i]! - mean[0]!) ** 2 + (lab[i + 1]! - mean[1]!) ** 2 + (lab[i + 2]! - mean[2]!) ** 2

/** Indices of the pixels within `margin` of the edge. */
export function borderPixels(width: number, height: number, margin: number): number[] {
  const found: number[] = []
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (Math.min(x, y, width - 1 - x, height - 1 - y) < margin) found.push(y * width + x)
  return found
}

/** k-means in Lab over the given pixels; begins at evenly spaced ranks of lightness, so the result is repeatable. */
export function clusters(lab: Float32Array, pixels: number[], count: number): Cluster[] {
  const byLight = [...pixels].sort((a, b) => lab[a * 3]! - lab[b * 3]!)
  let means = Array.from({ length: count }, (_, k) => {
    const i = byLight[Math.floor(((k + 0.5) * byLight.length) / count)]! * 3
    return [lab[i]!, lab[i + 1]!, lab[i + 2]!]
  })
  let found: Cluster[] = []
  for (let round = 0; round < 8; round++) {
    const sums = means.map(() => new Float64Array(7))
    for (const pixel of pixels) {
      let best = 0
      for (let k = 1; k < count; k++)
        if (distance2(lab, pixel * 3, means[k]!) < distance2(lab, pixel * 3, means[best]!)) best = k
      const sum = sums[best]!
      sum[6]! += 1
      for (let c = 0; c < 3; c++) {
        const v = lab[pixel * 3 + c]!
        sum[c]! += v
        sum[c + 3]! += v * v
      }
    }
    found = sums
      .filter((sum) => sum[6]! > pixels.length * 0.02)
      .map((sum) => {
        const mean = [0, 1, 2].map((c) => sum[c]! / sum[6]!)
        return {
          mean,
          deviation: [0, 1, 2].map((c) => Math.sqrt(Math.max(0, sum[c + 3]! / sum[6]! - mean[c]! ** 2))),
        }
      })
    means = found.map((cluster) => cluster.mean)
    count = means.length
  }
  return found
}

/** How far each pixel's colour is from the nearest background colour, in Lab units softened by that colour's spread. */
export function distanceToBackground(lab: Float32Array, background: Cluster[]): Float32Array {
  return Float32Array.from({ length: lab.length / 3 }, (_, i) => {
    let best = Infinity
    for (const { mean, deviation } of background) {
      let sum = 0
      for (let c = 0; c < 3; c++) sum += ((lab[i * 3 + c]! - mean[c]!) / (1 + deviation[c]! / 10)) ** 2
      best = Math.min(best, sum)
    }
    return Math.sqrt(best)
  })
}

/** Otsu's threshold: the value that best parts `values` into two groups (0..max in 256 steps). */
export function otsu(values: Float32Array): number {
  const max = values.reduce((a, b) => Math.max(a, b), 1e-6)
  const histogram = new Float64Array(256)
  for (const value of values) histogram[Math.min(255, Math.floor((value / max) * 256))]! += 1
  const total = histogram.reduce((sum, n, i) => sum + n * i, 0)
  let [below, belowSum, best, threshold] = [0, 0, -1, 0]
  for (let t = 0; t < 255; t++) {
    below += histogram[t]!
    belowSum += histogram[t]! * t
    const above = values.length - below
    if (below === 0 || above === 0) continue
    const gap = belowSum / below - (total - belowSum) / above
    if (below * above * gap * gap > best) [best, threshold] = [below * above * gap * gap, t]
  }
  return ((threshold + 1) / 256) * max
}
