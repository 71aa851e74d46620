/** A picture in grey: 0..255, row by row. */
export type Grey = { pixels: Uint8Array; width: number; height: number }

/** What can be told of a picture from its pixels alone. */
export type Quality = {
  /** The grey that 19 of 20 pixels are not lighter than, 0..255. */
  light: number
  /** Standard deviation of its greys. */
  contrast: number
  /** Of the sharpest of its tiles the variance of the Laplacian: how much edges stand out where they do most. */
  sharpness: number
}

/** A tile's side: small enough that one of a blurred picture has no edge from somewhere else in it. */
const TILE = 32

export function qualityOf(grey: Grey): Quality {
  const histogram = new Uint32Array(256)
  for (const value of grey.pixels) histogram[value]!++
  return {
    light: quantileOf(histogram, grey.pixels.length, 0.95),
    contrast: deviationOf(histogram, grey.pixels.length),
    sharpness: sharpnessOf(grey),
  }
}

function quantileOf(histogram: Uint32Array, count: number, share: number): number {
  let below = 0
  for (let value = 0; value < 256; value++) {
    below += histogram[value]!
    if (below >= share * count) return value
  }
  return 255
}

function deviationOf(histogram: Uint32Array, count: number): number {
  let [sum, squares] = [0, 0]
  for (let value = 0; value < 256; value++) {
    sum += value * histogram[value]!
    squares += value * value * histogram[value]!
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2))
}

/**
 * The variance of the Laplacian (Pech-Pacheco et al. 2000), tile by tile: of the whole picture it would say how much of it
 * is plain ground, which product photos are full of.
 */
function sharpnessOf(grey: Grey): number {
  let most = 0
  for (let top = 1; top < grey.height - 1; top += TILE)
    for (let left = 1; left < grey.width - 1; left += TILE)
      most = Math.max(most, tileVariance(grey, left, top))
  return most
}

function tileVariance({ pixels, width, height }: Grey, left: number, top: number): number {
  const right = Math.min(left + TILE, width - 1)
  const bottom = Math.min(top + TILE, height - 1)
  let [count, sum, squares] = [0, 0, 0]
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = y * width + x
      const around = pixels[at - 1]! + pixels[at + 1]! + pixels[at - width]! + pixels[at + width]!
      const laplacian = around - 4 * pixels[at]!
      count++
      sum += laplacian
      squares += laplacian * laplacian
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2
}
