/** One plane of numbers, row-major: height * width of them. */
export type Plane = { data: Float32Array; width: number; height: number }

/** A rectangle in pixels; its edges may lie between pixels. */
export type Box = { x: number; y: number; width: number; height: number }

export const plane = (width: number, height: number): Plane => ({
  data: new Float32Array(width * height),
  width,
  height,
})

/**
 * For each of `size` target cells, the source pixels it covers and how much of each: `length` source units from
 * `from`, cut at the source's edges. Averaging over areas is what keeps thin stripes from turning into noise.
 */
function coverage(
  from: number,
  length: number,
  size: number,
  limit: number,
): [index: number, part: number][][] {
  return Array.from({ length: size }, (_, cell) => {
    const start = Math.max(0, from + (cell * length) / size)
    const end = Math.min(limit, from + ((cell + 1) * length) / size)
    const parts: [number, number][] = []
    for (let i = Math.floor(start); i < end; i++) parts.push([i, Math.min(i + 1, end) - Math.max(i, start)])
    return parts
  })
}

/**
 * Resamples `box` of a picture of interleaved channels to `width` x `height`, each target pixel the average of the
 * area it covers. What of the box lies outside the source counts as nothing; a target pixel wholly outside is 0.
 */
export function resampleArea(
  source: { data: ArrayLike<number>; width: number; height: number; channels: number },
  box: Box,
  width: number,
  height: number,
): Float32Array {
  const { channels, data } = source
  const columns = coverage(box.x, box.width, width, source.width)
  const rows = coverage(box.y, box.height, height, source.height)
  const out = new Float32Array(width * height * channels)
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      const area =
        row.reduce((sum, [, part]) => sum + part, 0) * column.reduce((sum, [, part]) => sum + part, 0)
      if (area === 0) return
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (const [sy, partY] of row)
          for (const [sx, partX] of column)
            sum += partX * partY * (data[(sy * source.width + sx) * channels + c] ?? 0)
        out[(y * width + x) * channels + c] = sum / area
      }
    })
  })
  return out
}

/** Resamples a plane to another size by bilinear interpolation (for enlarging a mask). */
export function resampleBilinear(source: Plane, width: number, height: number): Plane {
  const out = plane(width, height)
  const at = (x: number, y: number): number => source.data[y * source.width + x] ?? 0
  for (let y = 0; y < height; y++) {
    const sy = Math.min(source.height - 1, Math.max(0, ((y + 0.5) * source.height) / height - 0.5))
    const y0 = Math.floor(sy)
    const y1 = Math.min(y0 + 1, source.height - 1)
    for (let x = 0; x < width; x++) {
      const sx = Math.min(source.width - 1, Math.max(0, ((x + 0.5) * source.width) / width - 0.5))
      const x0 = Math.floor(sx)
      const x1 = Math.min(x0 + 1, source.width - 1)
      const top = at(x0, y0) + (at(x1, y0) - at(x0, y0)) * (sx - x0)
      const bottom = at(x0, y1) + (at(x1, y1) - at(x0, y1)) * (sx - x0)
      out.data[y * width + x] = top + (bottom - top) * (sy - y0)
    }
  }
  return out
}
