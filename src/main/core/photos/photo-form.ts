import type { DecodedPhoto } from './decode.ts'
import type { Garment } from './garment.ts'
import { fitted, resampleArea, type Box } from './raster.ts'

/** What is left around the garment's box, as a share of its longest edge: some of the ground shows where it ends. */
const MARGIN = 0.12

/** The garment's box with its margin, as near to a square as the photo allows, within the photo. */
export function surroundings({ width, height }: DecodedPhoto, { box }: Garment): Box {
  const side = Math.max(box.width, box.height) * (1 + 2 * MARGIN)
  const [w, h] = [Math.min(side, width), Math.min(side, height)]
  const within = (middle: number, length: number, limit: number) =>
    Math.max(0, Math.min(limit - length, middle - length / 2))
  return {
    x: within(box.x + box.width / 2, w, width),
    y: within(box.y + box.height / 2, h, height),
    width: w,
    height: h,
  }
}

/**
 * A rectangle of a photo in colour, its proportions kept; where it ends too soon to be a square its edge goes on to the
 * sides. Bytes 0..255 (sRGB), row-major, height * width * 3 of them.
 */
export function photoForm(
  photo: DecodedPhoto,
  box: Box,
  spec: { width: number; height: number },
): Uint8Array {
  const { x: left, y: top, width, height } = fitted(box, spec)
  const picture = { data: photo.rgb, width: photo.width, height: photo.height, channels: 3 }
  const rgb = resampleArea(picture, box, width, height)
  const within = (at: number, limit: number) => Math.max(0, Math.min(limit - 1, at))
  const input = new Uint8Array(spec.height * spec.width * 3)
  for (let y = 0; y < spec.height; y++) {
    for (let x = 0; x < spec.width; x++) {
      const from = (within(y - top, height) * width + within(x - left, width)) * 3
      for (let c = 0; c < 3; c++) input[(y * spec.width + x) * 3 + c] = Math.round(rgb[from + c]!)
    }
  }
  return input
}
