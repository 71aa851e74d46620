import type { Bitmap } from './regions.ts'

/** A rectangle in pixels; its edges may lie between pixels. */
export type Box = { x: number; y: number; width: number; height: number }

/** Interleaved channels, row-major: height * width * channels numbers. */
export type Picture = { data: Uint8Array | Float32Array; width: number; height: number; channels: number }

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

/** Averages along one axis: each of `lines` (`lineStep` apart) into one cell for each span; cells are `step` apart. */
function average(
  from: { data: ArrayLike<number>; step: number; lineStep: number },
  to: { data: Float32Array; step: number; lineStep: number },
  lines: number,
  covered: Span[],
): void {
  for (let line = 0; line < lines; line++) {
    covered.forEach(({ first, parts, total }, cell) => {
      let sum = 0
      let at = line * from.lineStep + first * from.step
      for (let k = 0; k < parts.length; k++, at += from.step) sum += from.data[at]! * parts[k]!
      to.data[line * to.lineStep + cell * to.step] = total > 0 ? sum / total : 0
    })
  }
}

/**
 * Resamples `box` of a picture of interleaved channels to `width` x `height`, each target pixel the average of the
 * area it covers: averaging over areas is what keeps thin stripes from turning into noise. What of the box lies
 * outside the source counts as nothing; a target pixel wholly outside is 0.
 */
export function resampleArea(source: Picture, box: Box, width: number, height: number): Float32Array {
  const { channels, data } = source
  const columns = spans({ from: box.x, length: box.width, size: width, limit: source.width })
  const rows = spans({ from: box.y, length: box.height, size: height, limit: source.height })
  const narrow = new Float32Array(width * source.height * channels)
  const out = new Float32Array(width * height * channels)
  for (let c = 0; c < channels; c++) {
    const from = { data: data.subarray(c), step: channels, lineStep: source.width * channels }
    average(
      from,
      { data: narrow.subarray(c), step: channels, lineStep: width * channels },
      source.height,
      columns,
    )
  }
  const line = width * channels
  average({ data: narrow, step: line, lineStep: 1 }, { data: out, step: line, lineStep: 1 }, line, rows)
  return out
}

/**
 * Enlarges a mask (height * width of 0 or 1) to `width` x `height` by bilinear interpolation, as bytes 0..255, so
 * that its edge is a soft line and not steps.
 */
export function enlargeMask(mask: Bitmap, width: number, height: number): Uint8Array {
  const column = Array.from({ length: width }, (_, x) => neighbours(x, mask.width / width, mask.width))
  const out = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const row = neighbours(y, mask.height / height, mask.height)
    for (let x = 0; x < width; x++) {
      const { low, high, part } = column[x]!
      const above = row.low * mask.width
      const below = row.high * mask.width
      const top = mask.data[above + low]! * (1 - part) + mask.data[above + high]! * part
      const bottom = mask.data[below + low]! * (1 - part) + mask.data[below + high]! * part
      out[y * width + x] = Math.round(255 * (top + (bottom - top) * row.part))
    }
  }
  return out
}

/** The two source cells on either side of a target cell's middle, and how far it lies towards the second. */
function neighbours(target: number, step: number, size: number): { low: number; high: number; part: number } {
  const at = Math.min(size - 1, Math.max(0, (target + 0.5) * step - 0.5))
  const low = Math.floor(at)
  return { low, high: Math.min(low + 1, size - 1), part: at - low }
}
