/** A black and white picture: 1 is inside, row-major. */
export type Bitmap = { data: Uint8Array; width: number; height: number }

/** A connected region: its pixels (indices into the bitmap). */
export type Region = Int32Array

/** Grows (`value` 1) or shrinks (`value` 0) what is inside, by `radius` pixels along rows, then columns (a square). */
function spread(bitmap: Bitmap, radius: number, value: 0 | 1): Bitmap {
  const { width, height } = bitmap
  const pass = (
    from: Uint8Array,
    step: number,
    length: number,
    position: (i: number) => number,
  ): Uint8Array => {
    const to = from.slice()
    for (let i = 0; i < from.length; i++) {
      if (from[i] !== value) continue
      const p = position(i)
      for (let d = -Math.min(radius, p); d <= Math.min(radius, length - 1 - p); d++) to[i + d * step] = value
    }
    return to
  }
  const rows = pass(bitmap.data, 1, width, (i) => i % width)
  return { width, height, data: pass(rows, width, height, (i) => Math.floor(i / width)) }
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
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || data[start] !== value) continue
    const pixels: number[] = []
    let top = 0
    const visit = (i: number): void => {
      if (seen[i] || data[i] !== value) return
      seen[i] = 1
      stack[top++] = i
    }
    visit(start)
    while (top > 0) {
      const i = stack[--top]!
      const x = i % width
      pixels.push(i)
      if (x > 0) visit(i - 1)
      if (x < width - 1) visit(i + 1)
      if (i >= width) visit(i - width)
      if (i < width * (height - 1)) visit(i + width)
    }
    found.push(Int32Array.from(pixels))
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
