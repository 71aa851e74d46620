import { z } from 'zod'

/** Pixels a side of the square pictures that a backbone takes. */
export const BACKBONE_SIDE = { min: 32, max: 512 }

/** What a byte of a picture becomes for it: 0..255 is 0..1, or -1..1. */
export const Scaling = z.enum(['0..1', '-1..1'])
export type Scaling = z.infer<typeof Scaling>

/** Name of a backbone and of its folder. */
export const BackboneName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** A backbone's folder, and the SHA-256 that its two files must have, one after the other. */
export const BackboneRef = z.object({ folder: z.string(), sha256: Sha256 })
export type BackboneRef = z.infer<typeof BackboneRef>

/** What the engine found out about a backbone by running it once. */
export const BackboneShape = z.object({
  side: z.int().min(BACKBONE_SIDE.min).max(BACKBONE_SIDE.max),
  /** Numbers it makes of a picture. */
  features: z.int().min(1).max(8192),
})
export type BackboneShape = z.infer<typeof BackboneShape>

/** A backbone as it was added. */
export const BackboneEntry = BackboneShape.extend({
  name: BackboneName,
  sha256: Sha256,
  scaling: Scaling,
  /** Of its two files. */
  bytes: z.int(),
})
export type BackboneEntry = z.infer<typeof BackboneEntry>

/** The backbone that a model version sees through, as it keeps it: one of its library, by its name and SHA-256. */
export const UsedBackbone = z.object({
  name: BackboneName,
  sha256: Sha256,
  scaling: Scaling,
  features: BackboneShape.shape.features,
})
export type UsedBackbone = z.infer<typeof UsedBackbone>

/** The two files of a backbone in its folder: as it came, and its weights' bytes one after the other. */
export const BACKBONE_FILES = { model: 'model.json', weights: 'weights.bin' }

/** The most that a backbone's files may hold, in bytes: MobileNet has 17 MB, Xception 92 MB. */
export const BACKBONE_BYTES = { model: 8 * 1024 * 1024, weights: 256 * 1024 * 1024 }

/** A name of a file of a backbone as it comes, and nothing else: no folder, no drive, no hidden file. */
export const WeightsFile = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/)

/** The most that is sent of a file at once, in bytes. */
export const UPLOAD_PIECE_BYTES = 4 * 1024 * 1024

/** model.json says which files its weights lie in, and how many numbers they are. */
export const WeightsManifest = z.looseObject({
  weightsManifest: z
    .array(
      z.looseObject({
        paths: z.array(WeightsFile).min(1).max(100),
        weights: z.array(z.looseObject({ shape: z.array(z.number()) })).max(5000),
      }),
    )
    .min(1)
    .max(100),
})
export type WeightsManifest = z.infer<typeof WeightsManifest>
