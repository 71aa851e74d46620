import type { Bitmap } from './regions.ts'

/** A rectangle in pixels; its edges may lie between pixels. */
export type Box = { x: number; y: number; width: number; height: number }

/** Where a box lies in an input of this size: as large as it can be there, in proportion, in the middle. Whole pixels. */
export function fitted(box: Box, input: { width: number; height: number }): Box {
  const scale = Math.min(input.width / box.width, input.height / box.height)
  const width = Math.max(1, Math.round(box.width * scale))
  const height = Math.max(1, Math.round(box.height * scale))
  return { x: (input.width - width) >> 1, y: (input.height - height) >> 1, width, height }
}

/** A box in fractions of a picture's width and height. */
export const fractions = (box: Box, { width, height }: { width: number; height: number }): Box => ({
  x: box.x / width,
  y: box.y / height,
  width: box.width / width,
  height: box.height / height,
})

/** Interleaved channels, row-major: height * width * channels numbers. */
export type Picture = { data: Uint8Array; width: number; height: number; channels: number }

/** Which source cells one target cell covers: indices from `first`, and how much of each. */
type Span = { first: number; parts: number[]; total: number }

/** The spans of `size` cells that share `length` source cells from `from`; what lies outside the source is cut off. */
function spans({
  from,
  length,
  size,
  limit,
}: {
  from: number
  length: number
  size: number
  limit: number
}): Span[] {
  return Array.from({ length: size }, (_, cell) => {
    const start = Math.max(0, from + (cell * length) / size)
    const end = Math.min(limit, from + ((cell + 1) * length) / size)
    const first = Math.floor(start)
    const parts: number[] = []
    for (let i = first; i < end; i++) parts.push(Math.min(i + 1, end) - Math.max(i, start))
    return { first, parts, total: parts.reduce((a, b) => a + b, 0) }
  })
}

/** Averages along rows: from each of the source's rows `first`..`end` one cell for each span, of every channel. */
function narrowed(source: Picture, columns: Span[], first: number, end: number): Float32Array {
  const { data, width, channels } = source
  const narrow = new Float32Array((end - first) * columns.length * channels)
  let to = 0
  for (let y = first; y < end; y++) {
    for (const { first: from, parts, total } of columns) {
      for (let c = 0; c < channels; c++) {
        let sum = 0
        let at = (y * width + from) * channels + c
        for (let k = 0; k < parts.length; k++, at += channels) sum += data[at]! * parts[k]!
        narrow[to++] = total > 0 ? sum / total : 0
      }
    }
  }
  return narrow
}

/** Averages along columns: of lines of `line` numbers, the first of which is line `first`, one line for each span. */
function flattened(narrow: Float32Array, line: number, rows: Span[], first: number): Float32Array {
  const out = new Float32Array(rows.length * line)
  const sums = new Float64Array(line)
  rows.forEach(({ first: from, parts, total }, row) => {
    if (total <= 0) return
    sums.fill(0)
    for (let k = 0; k < parts.length; k++) {
      const [part, at] = [parts[k]!, (from - first + k) * line]
      for (let x = 0; x < line; x++) sums[x]! += narrow[at + x]! * part
    }
    for (let x = 0; x < line; x++) out[row * line + x] = sums[x]! / total
  })
  return out
}

/**
 * Resamples `box` of a picture of interleaved channels to `width` x `height`, each target pixel the average of the
 * area it covers: averaging over areas is what keeps thin stripes from turning into noise. What of the box lies
 * outside the source counts as nothing; a target pixel wholly outside is 0.
 */
export function resampleArea(source: Picture, box: Box, width: number, height: number): Float32Array {
  const columns = spans({ from: box.x, length: box.width, size: width, limit: source.width })
  const rows = spans({ from: box.y, length: box.height, size: height, limit: source.height })
  const covered = rows.filter(({ total }) => total > 0)
  const first = covered[0]?.first ?? 0
  const end = covered.reduce((last, span) => Math.max(last, span.first + span.parts.length), first)
  return flattened(narrowed(source, columns, first, end), width * source.channels, rows, first)
}

/**
 * Enlarges a mask (height * width of 0 or 1) to `width` x `height` by bilinear interpolation, as bytes 0..255, so
 * that its edge is a soft line and not steps.
 */
export function enlargeMask(mask: Bitmap, width: number, height: number): Uint8Array {
  const stretched = stretchRows(mask, width)
  const out = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const { low, high, part } = neighbours(y, mask.height / height, mask.height)
    for (let x = 0; x < width; x++) {
      const top = stretched[low * width + x]!
      const bottom = stretched[high * width + x]!
      out[y * width + x] = Math.round(255 * (top + (bottom - top) * part))
    }
  }
  return out
}

/** Each row of a mask at `width`. */
function stretchRows(mask: Bitmap, width: number): Float64Array {
  const stretched = new Float64Array(width * mask.height)
  for (let x = 0; x < width; x++) {
    const { low, high, part } = neighbours(x, mask.width / width, mask.width)
    for (let y = 0; y < mask.height; y++) {
      const row = y * mask.width
      stretched[y * width + x] = mask.data[row + low]! * (1 - part) + mask.data[row + high]! * part
    }
  }
  return stretched
}

/** The two source cells on either side of a target cell's middle, and how far it lies towards the second. */
function neighbours(target: number, step: number, size: number): { low: number; high: number; part: number } {
  const at = Math.min(size - 1, Math.max(0, (target + 0.5) * step - 0.5))
  const low = Math.floor(at)
  return { low, high: Math.min(low + 1, size - 1), part: at - low }
}
