import { MIN_CROP, turn, turnedSize, type Crop, type Size } from '../../../../shared/photo-fix.ts'

/** Which edges a handle takes with it: "n" the upper one, "se" the lower and the right one. */
export const HANDLES = ['n', 'e', 's', 'w', 'nw', 'ne', 'se', 'sw'] as const
export type Handle = (typeof HANDLES)[number]

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** The nearest crop that is large enough and within the photo. */
function fitted({ x, y, width, height }: Crop): Crop {
  const [w, h] = [clamp(width, MIN_CROP, 1), clamp(height, MIN_CROP, 1)]
  return { x: clamp(x, 0, 1 - w), y: clamp(y, 0, 1 - h), width: w, height: h }
}

/** Moved by fractions of the photo, as far as the photo goes. */
export const moved = (crop: Crop, right: number, down: number): Crop =>
  fitted({ ...crop, x: crop.x + right, y: crop.y + down })

/** With the edges of a handle moved by fractions of the photo, and the others where they are. */
export function resized(crop: Crop, handle: Handle, right: number, down: number): Crop {
  const from = fitted(crop)
  const across = span(from.x, from.width, handle.includes('w'), handle.includes('e'), right)
  const along = span(from.y, from.height, handle.includes('n'), handle.includes('s'), down)
  return fitted({ x: across.start, width: across.length, y: along.start, height: along.length })
}

function span(start: number, length: number, first: boolean, last: boolean, by: number) {
  const end = start + length
  const low = first ? clamp(start + by, 0, end - MIN_CROP) : start
  const high = last ? clamp(end + by, start + MIN_CROP, 1) : end
  return { start: low, length: high - low }
}

/**
 * The crop when a photo is turned further: about the same place of the photo in its middle, as large as before; quarter
 * turns take it along whole.
 * @param photo width and height, in any unit, before any turn
 * @param from degrees that it was turned by
 * @param to degrees that it is turned by now
 */
export function turned(crop: Crop, photo: Size, from: number, to: number): Crop {
  const [before, after] = [turnedSize(photo, from), turnedSize(photo, to)]
  const { cos, sin } = turn(to - from)
  const right = (crop.x + crop.width / 2 - 0.5) * before.width
  const down = (crop.y + crop.height / 2 - 0.5) * before.height
  const lies = Math.abs(to - from) % 180 === 90
  const [w, h] = [crop.width * before.width, crop.height * before.height]
  const width = (lies ? h : w) / after.width
  const height = (lies ? w : h) / after.height
  return fitted({
    x: 0.5 + (right * cos - down * sin) / after.width - Math.min(1, width) / 2,
    y: 0.5 + (right * sin + down * cos) / after.height - Math.min(1, height) / 2,
    width,
    height,
  })
}

/** Degrees as -179 to 180. */
export const normalised = (degrees: number): number => {
  const within = ((degrees % 360) + 360) % 360
  return within > 180 ? within - 360 : within
}
