/** A colour of the background: its mean in Lab and how much it varies along each axis. */
type BackgroundColour = { mean: number[]; deviation: number[] }

/** Share of the photo's shorter side, along each edge, that is taken for background. */
const BORDER = 0.04
/** Colours the border is summed up in. */
const COLOURS = 4
/** Lightness counts this much of what a and b do: shadows and lamps change it over one and the same floor. */
const LIGHTNESS = 0.5
/** Lab distance within which a pixel has a border colour, when asked whether that colour is the garment's. */
const SAME_COLOUR = 12
/** Below this distance from the background, in Lab units, even what stands out most is no garment. */
const FAINTEST = 4

const distance2 = (lab: Float32Array, pixel: number, mean: number[]): number =>
  (lab[pixel * 3]! - mean[0]!) ** 2 +
  (lab[pixel * 3 + 1]! - mean[1]!) ** 2 +
  (lab[pixel * 3 + 2]! - mean[2]!) ** 2

/** The nearest of the colours to a pixel, and its squared distance; -1 and Infinity where there are none. */
function nearestOf(
  lab: Float32Array,
  pixel: number,
  colours: number[][],
): { colour: number; distance: number } {
  let [colour, distance] = [-1, Infinity]
  for (let k = 0; k < colours.length; k++) {
    const d = distance2(lab, pixel, colours[k]!)
    if (d < distance) [colour, distance] = [k, d]
  }
  return { colour, distance }
}

/** Indices of the pixels along the edges, and of those in the middle quarter. */
function borderAndMiddle(width: number, height: number): { border: number[]; middle: number[] } {
  const margin = Math.ceil(Math.min(width, height) * BORDER)
  const [border, middle]: [number[], number[]] = [[], []]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromMiddle = Math.max(Math.abs((2 * x + 1) / width - 1), Math.abs((2 * y + 1) / height - 1))
      if (Math.min(x, y, width - 1 - x, height - 1 - y) < margin) border.push(y * width + x)
      else if (fromMiddle < 0.5) middle.push(y * width + x)
    }
  }
  return { border, middle }
}

/** Mean and deviation of each group of pixels. Groups of under 2 % of all are left out. */
function summarise(lab: Float32Array, groups: number[][]): BackgroundColour[] {
  const all = groups.reduce((sum, group) => sum + group.length, 0)
  return groups
    .filter((group) => group.length > all * 0.02)
    .map((group) => {
      const average = (value: (pixel: number) => number): number =>
        group.reduce((sum, pixel) => sum + value(pixel), 0) / group.length
      const mean = [0, 1, 2].map((c) => average((pixel) => lab[pixel * 3 + c]!))
      const deviation = mean.map((m, c) => Math.sqrt(average((pixel) => (lab[pixel * 3 + c]! - m) ** 2)))
      return { mean, deviation }
    })
}

/** k-means in Lab over the given pixels; begins at evenly spaced ranks of lightness, so the result is repeatable. */
function clusters(lab: Float32Array, pixels: number[]): BackgroundColour[] {
  const byLight = [...pixels].sort((a, b) => lab[a * 3]! - lab[b * 3]!)
  const ranks = Array.from({ length: COLOURS }, (_, k) => Math.floor(((k + 0.5) * byLight.length) / COLOURS))
  let found = summarise(
    lab,
    ranks.map((rank) => [byLight[rank]!]),
  )
  for (let round = 0; round < 8; round++) {
    const means = found.map(({ mean }) => mean)
    const groups: number[][] = means.map(() => [])
    for (const pixel of pixels) groups[nearestOf(lab, pixel, means).colour]?.push(pixel)
    found = summarise(lab, groups)
  }
  return found
}

/**
 * Leaves out border colours that are commoner in the middle of the photo than on its border: there the garment
 * itself reaches the edge. Where that would leave none, all stay.
 */
function withoutGarment(
  lab: Float32Array,
  colours: BackgroundColour[],
  width: number,
  height: number,
): BackgroundColour[] {
  const { border, middle } = borderAndMiddle(width, height)
  const means = colours.map(({ mean }) => mean)
  const shares = (pixels: number[]): number[] => {
    const counts = means.map(() => 0)
    for (const pixel of pixels) {
      const { colour, distance } = nearestOf(lab, pixel, means)
      if (distance < SAME_COLOUR ** 2) counts[colour]! += 1
    }
    return counts.map((count) => count / Math.max(1, pixels.length))
  }
  const [onBorder, inMiddle] = [shares(border), shares(middle)]
  const kept = colours.filter((_, k) => inMiddle[k]! < 1.5 * onBorder[k]!)
  return kept.length > 0 ? kept : colours
}

/** Distance of each pixel from the nearest background colour, softened by how much that colour varies. */
function distances(lab: Float32Array, background: BackgroundColour[]): Float32Array {
  const found = new Float32Array(lab.length / 3).fill(Infinity)
  for (const { mean, deviation } of background) {
    const [l, a, b] = deviation.map((d) => 1 / (1 + d / 10)) as [number, number, number]
    for (let i = 0; i < found.length; i++) {
      const d = Math.hypot(
        (lab[i * 3]! - mean[0]!) * l,
        (lab[i * 3 + 1]! - mean[1]!) * a,
        (lab[i * 3 + 2]! - mean[2]!) * b,
      )
      if (d < found[i]!) found[i] = d
    }
  }
  return found
}

/** Otsu's threshold: the value that best parts `values` (0 and more) into two groups. */
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

/**
 * How unlike the background each pixel of a Lab picture (height * width * 3) is: -2 (its colour is the border's)
 * .. 2 (far from every colour of the border). Undefined where nothing in the picture stands out.
 */
export function unlikeBackground(lab: Float32Array, width: number, height: number): Float32Array | undefined {
  const flat = lab.map((value, i) => (i % 3 === 0 ? value * LIGHTNESS : value))
  const colours = clusters(flat, borderAndMiddle(width, height).border)
  const distance = distances(flat, withoutGarment(flat, colours, width, height))
  if (distance.every((d) => d < FAINTEST)) return undefined
  const threshold = otsu(distance)
  return distance.map((d) => Math.max(-2, Math.min(2, (d / threshold - 1) * 2)))
}
