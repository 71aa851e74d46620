import { z } from 'zod'
import { Actor, ClassId, ImageId, ModelId, Source, Split } from '../domain.ts'
import { PhotoFix } from '../photo-fix.ts'
import { Bytes, procedure } from './common.ts'

/** Which images to show. Empty lists and absent fields do not restrict; all given ones must hold. */
export const Filter = z.object({
  classes: z.array(ClassId).max(200).default([]),
  unlabelled: z.boolean().default(false),
  splits: z.array(Split).default([]),
  sources: z.array(Source).default([]),
  corrected: z.boolean().optional(),
  /** True: prediction differs from label; false: they agree. Images without either are left out. */
  disagrees: z.boolean().optional(),
  /** True: the active model is not sure of it; false: it is. Images that it was not asked are left out. */
  unsure: z.boolean().optional(),
  /** Part of a photo's file name, case-insensitive. */
  text: z.string().max(200).optional(),
})
export type Filter = z.infer<typeof Filter>

/** The last three are by the active model; what it has no such score of comes last. */
export const Sort = z.enum(['newest', 'oldest', 'most-suspicious', 'smallest-margin', 'least-sure'])
export type Sort = z.infer<typeof Sort>

/** At most this many images are described or drawn in one call. */
export const MAX_BATCH = 1000
const IdBatch = z.object({ ids: z.array(ImageId).max(MAX_BATCH) })

export const Prediction = z.object({
  model: ModelId,
  classId: ClassId,
  /** Softmax probability of the predicted class, 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** False: the confidence is below the model's threshold, so this is its best guess and no answer. */
  sure: z.boolean(),
})
export type Prediction = z.infer<typeof Prediction>

export const ImageRow = z.object({
  id: ImageId,
  source: Source,
  split: Split,
  label: ClassId.nullable(),
  /** Who set the current label; null where there is none. */
  labelledBy: Actor.nullable(),
  prediction: Prediction.nullable(),
  /** Photo's file name, or the dataset's name and index ("test 17"). */
  name: z.string(),
  /** Width over height of the picture. */
  aspect: z.number().positive(),
})
export type ImageRow = z.infer<typeof ImageRow>

export const LabelChange = z.object({
  from: ClassId.nullable(),
  to: ClassId.nullable(),
  actor: Actor,
  /** ISO 8601, UTC. Null for the label that came with the dataset. */
  at: z.string().nullable(),
})
export type LabelChange = z.infer<typeof LabelChange>

export const ImageDetail = ImageRow.extend({
  width: z.int().positive(),
  height: z.int().positive(),
  /** Photos only: format, size in bytes, SHA-256 of the content. */
  file: z
    .object({ format: z.string(), bytes: z.int().positive(), sha256: z.string(), addedAt: z.string() })
    .nullable(),
  /** Photos only: what a person has changed about the way to the model's input. */
  fix: PhotoFix.nullable(),
  /** The active model's probability of each class, most probable first; null where no model can be asked. */
  probabilities: z.array(z.object({ classId: ClassId, probability: z.number().min(0).max(1) })).nullable(),
  /** Probability of the active model's first class minus that of its second, 0 to 1; null where it was not asked. */
  margin: z.number().min(0).max(1).nullable(),
  /**
   * Cross-entropy (nats) of the active model's probabilities against the current label: -log of the label's probability.
   * Null where it was not asked, and without a label that it knows.
   */
  loss: z.number().min(0).nullable(),
  /** Oldest first. */
  history: z.array(LabelChange),
})
export type ImageDetail = z.infer<typeof ImageDetail>

export const browse = {
  /** The ids of all images that fit, in order: little-endian uint32, four bytes an image. */
  view: procedure.input(z.object({ filter: Filter, sort: Sort })).output(Bytes),
  /** Rows for what is on screen, in the order asked; ids that are gone are left out. */
  rows: procedure.input(IdBatch).output(z.array(ImageRow)),
  /** Dataset images' pixels, 784 bytes each (28 x 28 grey), in the order asked; every id must be a dataset image. */
  pixels: procedure.input(IdBatch).output(Bytes),
  detail: procedure.input(z.object({ id: ImageId })).output(ImageDetail),
}
