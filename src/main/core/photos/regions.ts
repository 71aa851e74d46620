/** A black and white picture: 1 is inside, row-major. */
export type Bitmap = { data: Uint8Array; width: number; height: number }

/** A connected region: its pixels (indices into the bitmap). */
export type Region = Int32Array

/** Along lines of `length` pixels that are `step` apart: what is at most `radius` from a pixel of `value` gets it too. */
function spreadAlong(
  from: Uint8Array,
  length: number,
  step: number,
  radius: number,
  value: 0 | 1,
): Uint8Array {
  const to = from.slice()
  for (let line = 0; line < from.length / length; line++) {
    const start = step === 1 ? line * length : line
    let before = -Infinity
    let after = Infinity
    for (let j = 0; j < length; j++) {
      const back = length - 1 - j
      if (from[start + j * step] === value) before = j
      if (from[start + back * step] === value) after = back
      if (j - before <= radius) to[start + j * step] = value
      if (after - back <= radius) to[start + back * step] = value
    }
  }
  return to
}

/** Grows (`value` 1) or shrinks (`value` 0) what is inside, by `radius` pixels along rows, then columns (a square). */
function spread({ data, width, height }: Bitmap, radius: number, value: 0 | 1): Bitmap {
  const rows = spreadAlong(data, width, 1, radius, value)
  return { width, height, data: spreadAlong(rows, height, width, radius, value) }
}

/** Removes specks and threads thinner than about 2 * radius pixels. */
export const open = (bitmap: Bitmap, radius: number): Bitmap => spread(spread(bitmap, radius, 0), radius, 1)

/** Moves a bitmap into one that is `margin` wider on every side (narrower where negative); what is new is outside. */
function pad({ data, width, height }: Bitmap, margin: number): Bitmap {
  const padded = { width: width + 2 * margin, height: height + 2 * margin }
  const to = new Uint8Array(padded.width * padded.height)
  for (let y = Math.max(0, -margin); y < Math.min(height, height + margin); y++) {
    const [from, until] = [Math.max(0, -margin), Math.min(width, width + margin)]
    to.set(data.subarray(y * width + from, y * width + until), (y + margin) * padded.width + from + margin)
  }
  return { ...padded, data: to }
}

/** Closes gaps and cracks narrower than about 2 * radius pixels; not the one between a region and the edge. */
export const close = (bitmap: Bitmap, radius: number): Bitmap =>
  pad(spread(spread(pad(bitmap, radius), radius, 1), radius, 0), -radius)

/** The 4-connected regions of pixels that have `value`. */
export function regions({ data, width, height }: Bitmap, value: 0 | 1): Region[] {
  const seen = new Uint8Array(data.length)
  const found: Region[] = []
  const stack = new Int32Array(data.length)
  const pixels = new Int32Array(data.length)
  let top = 0
  const visit = (i: number): void => {
    if (seen[i] === 1 || data[i] !== value) return
    seen[i] = 1
    stack[top++] = i
  }
  for (let start = 0; start < data.length; start++) {
    let count = 0
    visit(start)
    while (top > 0) {
      const i = stack[--top]!
      const x = i % width
      pixels[count++] = i
      if (x > 0) visit(i - 1)
      if (x < width - 1) visit(i + 1)
      if (i >= width) visit(i - width)
      if (i < width * (height - 1)) visit(i + width)
    }
    if (count > 0) found.push(pixels.slice(0, count))
  }
  return found
}

const touchesEdge = (region: Region, { width, height }: Bitmap): boolean =>
  region.some((i) => i < width || i >= width * (height - 1) || i % width === 0 || i % width === width - 1)

/** Fills the holes that don't reach the edge and are at most `maxPixels` large. */
export function fillHoles(bitmap: Bitmap, maxPixels: number): Bitmap {
  const data = bitmap.data.slice()
  for (const hole of regions(bitmap, 0)) {
    if (hole.length <= maxPixels && !touchesEdge(hole, bitmap)) for (const i of hole) data[i] = 1
  }
  return { ...bitmap, data }
}
