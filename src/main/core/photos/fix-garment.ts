import type { Crop, PhotoFix, Size } from '../../../shared/photo-fix.ts'
import type { Garment } from './garment.ts'
import type { Box } from './raster.ts'

/** A mask that leaves less of the crop than this has found something else: it counts for nothing. */
const LEAST = 0.02

/** A garment as the person has it. */
export type FixedGarment = Garment & {
  /** False: the mask is no found one but the whole box. */
  masked: boolean
}

/** A crop in whole pixels of the turned photo, at least 1 x 1. */
function boxOf({ x, y, width, height }: Crop, photo: Size): Box {
  const left = Math.min(photo.width - 1, Math.round(x * photo.width))
  const top = Math.min(photo.height - 1, Math.round(y * photo.height))
  const right = Math.min(photo.width, Math.max(left + 1, Math.round((x + width) * photo.width)))
  const bottom = Math.min(photo.height, Math.max(top + 1, Math.round((y + height) * photo.height)))
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Mean of a mask within a box, 0..1. */
function covered(mask: Uint8Array, box: Box, width: number): number {
  let sum = 0
  for (let y = box.y; y < box.y + box.height; y++) {
    const from = y * width + box.x
    for (let i = from; i < from + box.width; i++) sum += mask[i]!
  }
  return sum / (255 * box.width * box.height)
}

/**
 * What a person's fix makes of the garment that was found in the turned photo: the crop takes the box's place, and all
 * of it is garment where the mask is off, or holds next to nothing of the crop, or nothing was found.
 */
export function fixGarment(photo: Size, garment: Garment, { crop, mask }: PhotoFix): FixedGarment {
  const box = crop ? boxOf(crop, photo) : garment.box
  const useful = crop === null || (garment.found && covered(garment.mask, box, photo.width) >= LEAST)
  if (mask === 'auto' && useful) return { ...garment, box, masked: garment.found }
  const whole = new Uint8Array(photo.width * photo.height)
  for (let y = box.y; y < box.y + box.height; y++) {
    whole.fill(255, y * photo.width + box.x, y * photo.width + box.x + box.width)
  }
  return { ...garment, box, mask: whole, masked: false }
}
