import { z } from 'zod'

/** A crop is at least this part of the photo's width and of its height. */
export const MIN_CROP = 0.05

const part = z.number().min(0).max(1)
/** Sums of fractions end a hair over 1. */
const WHOLE = 1 + 1e-6

/** A rectangle in fractions of the turned photo's width and height, wholly within it. */
export const Crop = z
  .object({ x: part, y: part, width: part.min(MIN_CROP), height: part.min(MIN_CROP) })
  .refine(({ x, y, width, height }) => x + width <= WHOLE && y + height <= WHOLE, {
    error: 'The crop reaches over the edge of the photo.',
  })
export type Crop = z.infer<typeof Crop>

/** What a person has changed about the way from a photo to the model's input. */
export const PhotoFix = z.object({
  /** Of the photo as it is seen after the rotation. Null: the garment is looked for. */
  crop: Crop.nullable(),
  /** Degrees, clockwise, applied before the garment is looked for. */
  rotate: z.number().min(-180).max(180),
  /** Fashion-MNIST's form only: true leaves light light, where it is negated otherwise. */
  invert: z.boolean(),
  /** Fashion-MNIST's form only: `off` takes all of the crop for garment. */
  mask: z.enum(['auto', 'off']),
})
export type PhotoFix = z.infer<typeof PhotoFix>

/** The pipeline left to itself. */
export const NO_FIX: PhotoFix = { crop: null, rotate: 0, invert: false, mask: 'auto' }

export const sameFix = (a: PhotoFix, b: PhotoFix): boolean =>
  a.rotate === b.rotate && a.invert === b.invert && a.mask === b.mask && sameCrop(a.crop, b.crop)

const sameCrop = (a: Crop | null, b: Crop | null): boolean =>
  a === b ||
  (a !== null && b !== null && (['x', 'y', 'width', 'height'] as const).every((side) => a[side] === b[side]))

export type Size = { width: number; height: number }

/** Width and height of the upright rectangle around one that was turned by `degrees`. Not rounded. */
export function turnedSize({ width, height }: Size, degrees: number): Size {
  const { cos, sin } = turn(degrees)
  return {
    width: Math.abs(width * cos) + Math.abs(height * sin),
    height: Math.abs(width * sin) + Math.abs(height * cos),
  }
}

/** Cosine and sine, exact for quarter turns: such a turn moves pixels and mixes none. */
export function turn(degrees: number): { cos: number; sin: number } {
  const exact = (value: number) => (Math.abs(value) < 1e-12 ? 0 : value)
  const angle = (degrees * Math.PI) / 180
  return { cos: exact(Math.cos(angle)), sin: exact(Math.sin(angle)) }
}
