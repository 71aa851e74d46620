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

/** Which of the colours (Lab, one after the other) is nearest to a pixel; -1 where it is `within` of none (squared). */
function nearestOf(lab: Float32Array, pixel: number, colours: Float64Array, within = Infinity): number {
  const l = lab[pixel * 3]!
  const a = lab[pixel * 3 + 1]!
  const b = lab[pixel * 3 + 2]!
  let nearest = -1
  let best = within
  for (let k = 0; k < colours.length; k += 3) {
    const dl = l - colours[k]!
    const da = a - colours[k + 1]!
    const db = b - colours[k + 2]!
    const d = dl * dl + da * da + db * db
    if (d >= best) continue
    best = d
    nearest = k
  }
  return nearest < 0 ? -1 : nearest / 3
}

/** Pixels along the edges, and those in the middle quarter. */
type Places = { border: number[]; middle: number[] }

function borderAndMiddle(width: number, height: number): Places {
  const margin = Math.ceil(Math.min(width, height) * BORDER)
  const [border, middle]: [number[], number[]] = [[], []]
  const fromMiddle = (at: number, length: number): number => Math.abs((2 * at + 1) / length - 1)
  for (let y = 0; y < height; y++) {
    const down = fromMiddle(y, height)
    for (let x = 0; x < width; x++) {
      if (Math.min(x, y, width - 1 - x, height - 1 - y) < margin) border.push(y * width + x)
      else if (down < 0.5 && fromMiddle(x, width) < 0.5) middle.push(y * width + x)
    }
  }
  return { border, middle }
}

/** Mean and deviation of a group of pixels. */
function colourOf(lab: Float32Array, group: number[]): BackgroundColour {
  const mean = [0, 0, 0]
  const deviation = [0, 0, 0]
  for (let c = 0; c < 3; c++) {
    let sum = 0
    for (const pixel of group) sum += lab[pixel * 3 + c]!
    mean[c] = sum / group.length
    let squares = 0
    for (const pixel of group) squares += (lab[pixel * 3 + c]! - mean[c]!) ** 2
    deviation[c] = Math.sqrt(squares / group.length)
  }
  return { mean, deviation }
}

/** The colour of each group. Groups of under 2 % of all are left out. */
function summarise(lab: Float32Array, groups: number[][]): BackgroundColour[] {
  const all = groups.reduce((sum, group) => sum + group.length, 0)
  return groups.filter((group) => group.length > all * 0.02).map((group) => colourOf(lab, group))
}

const meansOf = (colours: BackgroundColour[]): Float64Array =>
  Float64Array.from(colours.flatMap(({ mean }) => mean))

/** k-means in Lab over the given pixels; begins at evenly spaced ranks of lightness, so the result is repeatable. */
function clusters(lab: Float32Array, pixels: number[]): BackgroundColour[] {
  const byLight = [...pixels].sort((a, b) => lab[a * 3]! - lab[b * 3]!)
  const ranks = Array.from({ length: COLOURS }, (_, k) => Math.floor(((k + 0.5) * byLight.length) / COLOURS))
  let found = summarise(
    lab,
    ranks.map((rank) => [byLight[rank]!]),
  )
  for (let round = 0; round < 8; round++) {
    const means = meansOf(found)
    const groups: number[][] = found.map(() => [])
    for (const pixel of pixels) groups[nearestOf(lab, pixel, means)]?.push(pixel)
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
  { border, middle }: Places,
): BackgroundColour[] {
  const means = meansOf(colours)
  const shares = (pixels: number[]): number[] => {
    const counts = colours.map(() => 0)
    for (const pixel of pixels) {
      const colour = nearestOf(lab, pixel, means, SAME_COLOUR ** 2)
      if (colour >= 0) counts[colour]! += 1
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
    const [l, a, b] = mean as [number, number, number]
    const [softL, softA, softB] = deviation.map((d) => 1 / (1 + d / 10)) as [number, number, number]
    for (let i = 0; i < found.length; i++) {
      const dl = (lab[i * 3]! - l) * softL
      const da = (lab[i * 3 + 1]! - a) * softA
      const db = (lab[i * 3 + 2]! - b) * softB
      // Math.hypot would take ten times as long, and as a float32 the root is the same.
      const d = Math.sqrt(dl * dl + da * da + db * db)
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
  const flat = lab.slice()
  for (let i = 0; i < flat.length; i += 3) flat[i]! *= LIGHTNESS
  const places = borderAndMiddle(width, height)
  const colours = clusters(flat, places.border)
  const distance = distances(flat, withoutGarment(flat, colours, places))
  if (distance.every((d) => d < FAINTEST)) return undefined
  const threshold = otsu(distance)
  return distance.map((d) => Math.max(-2, Math.min(2, (d / threshold - 1) * 2)))
}
