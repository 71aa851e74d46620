import { borderPixels, clusters, distanceToBackground, otsu } from './background.ts'
import { rgbToLab } from './colour.ts'
import type { DecodedPhoto } from './decode.ts'
import { plane, resampleArea, resampleBilinear, type Box, type Plane } from './raster.ts'
import { close, fillHoles, open, regions, type Bitmap, type Region } from './regions.ts'

/** Where the garment is in a decoded photo. */
export type Garment = {
  /** height * width of the photo, row-major: 0 background .. 255 garment. */
  mask: Uint8Array
  /** The rectangle that holds the mask, in pixels of the photo. */
  box: { x: number; y: number; width: number; height: number }
  /** False: nothing sensible stood out, and mask and box are the middle of the photo. */
  found: boolean
}

/** Longest edge, in pixels, at which the garment is looked for. */
const WORKING_EDGE = 96

/** Regions ranked by size, those near the middle counting more; the first and what is nearly as large are kept. */
function mainRegions(bitmap: Bitmap): Region[] {
  const { width, height } = bitmap
  const weight = (region: Region): number =>
    region.reduce((sum, i) => {
      const dx = ((i % width) + 0.5) / width - 0.5
      const dy = (Math.floor(i / width) + 0.5) / height - 0.5
      return sum + Math.exp(-6 * (dx * dx + dy * dy))
    }, 0)
  const ranked = regions(bitmap, 1)
    .map((region) => ({ region, weight: weight(region) }))
    .sort((a, b) => b.weight - a.weight)
  return ranked.filter(({ weight }) => weight > 0.25 * (ranked[0]?.weight ?? 0)).map(({ region }) => region)
}

function segment(photo: DecodedPhoto, width: number, height: number): Plane {
  const whole = { x: 0, y: 0, width: photo.width, height: photo.height }
  const lab = rgbToLab(resampleArea({ data: photo.rgb, channels: 3, ...photo }, whole, width, height))
  const background = clusters(lab, borderPixels(width, height, Math.ceil(Math.min(width, height) * 0.04)), 4)
  const distance = distanceToBackground(lab, background)
  const threshold = otsu(distance)
  const rough = { width, height, data: Uint8Array.from(distance, (d) => (d > threshold ? 1 : 0)) }
  const clean = fillHoles(close(open(rough, 1), 2), width * height * 0.05)
  const mask = plane(width, height)
  for (const region of mainRegions(clean)) for (const i of region) mask.data[i] = 1
  return mask
}

/** The smallest box around the pixels of at least half, in pixels of the mask; undefined where there are none. */
function boundingBox({
  data,
  width,
  height,
}: {
  data: ArrayLike<number>
  width: number
  height: number
}): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let i = 0; i < width * height; i++) {
    if (data[i]! < 128) continue
    const [x, y] = [i % width, Math.floor(i / width)]
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
}

/** The middle of the photo, as a garment: what is taken where nothing stands out. */
function middle({ width, height }: DecodedPhoto): Garment {
  const box = {
    x: Math.floor(width * 0.1),
    y: Math.floor(height * 0.1),
    width: Math.max(1, Math.round(width * 0.8)),
    height: Math.max(1, Math.round(height * 0.8)),
  }
  const mask = new Uint8Array(width * height)
  for (let y = box.y; y < box.y + box.height; y++)
    mask.fill(255, y * width + box.x, y * width + box.x + box.width)
  return { mask, box, found: false }
}

/**
 * Finds the garment in a photo: what differs in colour from the photo's border, cleaned up, the main regions near
 * the middle. Falls back to the middle of the photo where nothing sensible stands out.
 */
export function findGarment(photo: DecodedPhoto): Garment {
  const scale = Math.min(1, WORKING_EDGE / Math.max(photo.width, photo.height))
  const width = Math.max(1, Math.round(photo.width * scale))
  const height = Math.max(1, Math.round(photo.height * scale))
  const small = segment(photo, width, height)
  const share = small.data.reduce((sum, v) => sum + v, 0) / small.data.length
  if (share < 0.02 || share > 0.97) return middle(photo)
  const full = resampleBilinear(small, photo.width, photo.height)
  const mask = Uint8Array.from(full.data, (v) => Math.round(v * 255))
  const box = boundingBox({ data: mask, width: photo.width, height: photo.height })
  return box ? { mask, box, found: true } : middle(photo)
}
