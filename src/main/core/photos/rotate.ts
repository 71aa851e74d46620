import { turn, turnedSize } from '../../../shared/photo-fix.ts'
import type { DecodedPhoto } from './decode.ts'

const within = (at: number, limit: number) => Math.max(0, Math.min(limit - 1, at))

/**
 * A photo turned clockwise by any angle, in the upright rectangle around it, bilinear; quarter turns are exact. Where
 * the photo ends its edge goes on into the corners: a colour of our own there (all that sharp offers) would stand for
 * the ground when the garment is looked for, as it is most of the border.
 */
export function rotatePhoto(photo: DecodedPhoto, degrees: number): DecodedPhoto {
  if (degrees === 0) return photo
  const { cos, sin } = turn(degrees)
  const size = turnedSize(photo, degrees)
  const width = Math.max(1, Math.round(size.width))
  const height = Math.max(1, Math.round(size.height))
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    const down = y - (height - 1) / 2
    for (let x = 0; x < width; x++) {
      const across = x - (width - 1) / 2
      const fromX = within((photo.width - 1) / 2 + across * cos + down * sin, photo.width)
      const fromY = within((photo.height - 1) / 2 - across * sin + down * cos, photo.height)
      mix(photo, fromX, fromY, rgb, (y * width + x) * 3)
    }
  }
  return { ...photo, rgb, width, height }
}

/** Writes the colour at a place between four pixels. */
function mix({ rgb, width, height }: DecodedPhoto, x: number, y: number, to: Uint8Array, at: number): void {
  const left = Math.floor(x)
  const top = Math.floor(y)
  const [right, bottom] = [x - left, y - top]
  const above = (top * width + left) * 3
  const beside = left + 1 < width ? 3 : 0
  const below = above + (top + 1 < height ? width * 3 : 0)
  for (let c = 0; c < 3; c++) {
    const high = rgb[above + c]! * (1 - right) + rgb[above + beside + c]! * right
    const low = rgb[below + c]! * (1 - right) + rgb[below + beside + c]! * right
    to[at + c] = Math.round(high + (low - high) * bottom)
  }
}
