import { z } from 'zod'

/** Pixels a side of the square pictures that a backbone takes. */
export const BACKBONE_SIDE = { min: 32, max: 512 }

/** What a byte of a picture becomes for it: 0..255 is 0..1, or -1..1. */
export const Scaling = z.enum(['0..1', '-1..1'])
export type Scaling = z.infer<typeof Scaling>

/** What the engine found out about a backbone by running it once. */
export const BackboneShape = z.object({
  side: z.int().min(BACKBONE_SIDE.min).max(BACKBONE_SIDE.max),
  /** Numbers it makes of a picture. */
  features: z.int().min(1).max(8192),
})
export type BackboneShape = z.infer<typeof BackboneShape>

/** The two files of a backbone in its folder: as it came, and its weights' bytes one after the other. */
export const BACKBONE_FILES = { model: 'model.json', weights: 'weights.bin' }

/** The most that a backbone's files may hold, in bytes: MobileNet has 17 MB, Xception 92 MB. */
export const BACKBONE_BYTES = { model: 8 * 1024 * 1024, weights: 256 * 1024 * 1024 }
