import { rgbToLab } from './colour.ts'
import type { DecodedPhoto } from './decode.ts'
import { enlargeMask, resampleArea } from './raster.ts'
import { close, fillHoles, open, regions, type Bitmap, type Region } from './regions.ts'
import { segment } from './segment.ts'

/** Where the garment is in a decoded photo. */
export type Garment = {
  /** height * width of the photo, row-major: 0 background .. 255 garment. */
  mask: Uint8Array
  /** The rectangle that holds the mask, in whole pixels of the photo, at least 1 x 1. */
  box: { x: number; y: number; width: number; height: number }
  /** False: nothing sensible stood out, and mask and box are the middle of the photo. */
  found: boolean
}

/** Longest edge, in pixels, at which the garment is looked for. */
const WORKING_EDGE = 96
/** A garment's share of the photo: less is a speck, more is no garment but the photo. */
const SMALLEST = 0.02
const LARGEST = 0.97
/** A hole up to this share of the photo is a print on the garment, not a gap in it. */
const LARGEST_HOLE = 0.2

/** The region that weighs most, pixels near the middle counting more, and those that weigh a quarter of it or more. */
function mainRegions(bitmap: Bitmap): Region[] {
  const { width, height } = bitmap
  const weigh = (region: Region): number => {
    let sum = 0
    for (const i of region) {
      const across = ((i % width) + 0.5) / width - 0.5
      const down = (Math.floor(i / width) + 0.5) / height - 0.5
      sum += Math.exp(-6 * (across ** 2 + down ** 2))
    }
    return sum
  }
  const weighed = regions(bitmap, 1).map((region) => ({ region, weight: weigh(region) }))
  const heaviest = weighed.reduce((most, { weight }) => Math.max(most, weight), 0)
  return weighed.filter(({ weight }) => weight > 0.25 * heaviest).map(({ region }) => region)
}

/** The garment's mask at working size, cleaned up; undefined where nothing stands out. */
function smallMask(photo: DecodedPhoto): Bitmap | undefined {
  const scale = Math.min(1, WORKING_EDGE / Math.max(photo.width, photo.height))
  const width = Math.max(1, Math.round(photo.width * scale))
  const height = Math.max(1, Math.round(photo.height * scale))
  const whole = { x: 0, y: 0, width: photo.width, height: photo.height }
  const picture = { data: photo.rgb, width: photo.width, height: photo.height, channels: 3 }
  const inside = segment(rgbToLab(resampleArea(picture, whole, width, height)), width, height)
  if (!inside) return undefined
  const rough = { width, height, data: Uint8Array.from(inside, (p) => (p > 0.5 ? 1 : 0)) }
  const clean = fillHoles(close(open(rough, 1), 2), width * height * LARGEST_HOLE)
  const data = new Uint8Array(width * height)
  for (const region of mainRegions(clean)) for (const i of region) data[i] = 1
  return { width, height, data }
}

/** The smallest box around what is at least half covered by the mask; undefined where nothing is. */
function boundingBox(mask: Uint8Array, width: number): Garment['box'] | undefined {
  let [left, right, top, bottom] = [Infinity, -1, -1, -1]
  for (let y = 0; y * width < mask.length; y++) {
    const row = mask.subarray(y * width, (y + 1) * width)
    const first = row.findIndex((value) => value >= 128)
    if (first < 0) continue
    left = Math.min(left, first)
    right = Math.max(
      right,
      row.findLastIndex((value) => value >= 128),
    )
    bottom = y
    if (top < 0) top = y
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
}

/** The middle of the photo, as a garment: what is taken where nothing stands out. */
function middle({ width, height }: DecodedPhoto): Garment {
  const box = {
    x: Math.floor(width * 0.1),
    y: Math.floor(height * 0.1),
    width: Math.max(1, Math.floor(width * 0.8)),
    height: Math.max(1, Math.floor(height * 0.8)),
  }
  const mask = new Uint8Array(width * height)
  for (let y = box.y; y < box.y + box.height; y++)
    mask.fill(255, y * width + box.x, y * width + box.x + box.width)
  return { mask, box, found: false }
}

/**
 * Finds the garment in a photo of it, on a plain ground or in an ordinary room. Works on a small copy (96 pixels on
 * the longest edge); the mask is enlarged to the photo's size. The same photo always gives the same garment.
 */
export function findGarment(photo: DecodedPhoto): Garment {
  const small = smallMask(photo)
  const share = small ? small.data.reduce((sum, v) => sum + v, 0) / small.data.length : 0
  if (!small || share < SMALLEST || share > LARGEST) return middle(photo)
  const mask = enlargeMask(small, photo.width, photo.height)
  const box = boundingBox(mask, photo.width)
  return box ? { mask, box, found: true } : middle(photo)
}
