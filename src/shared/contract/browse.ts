import { z } from 'zod'
import { Actor, ClassId, ImageId, ModelId, Source, Split } from '../domain.ts'
import { PhotoFix } from '../photo-fix.ts'
import { Bytes, procedure } from './common.ts'
import { SetId } from './sets.ts'

/** From..to, both included; an absent end is open. */
const Interval = (max: number) =>
  z.object({ from: z.number().min(0).max(max).optional(), to: z.number().min(0).max(max).optional() })
export type Interval = { from?: number | undefined; to?: number | undefined }

/** Points in time, ISO 8601 in UTC: from that one on, and before the other. */
const Period = z.object({ from: z.iso.datetime().optional(), before: z.iso.datetime().optional() })
export type Period = z.infer<typeof Period>

/**
 * What the checks of a library may find of an image (core/checks): a label that is likely wrong; another image that is nearly
 * the same, in any split; an image unlike all others; and a picture that is dark, blurred, tiny or nearly blank.
 */
export const Finding = z.enum([
  ...(['label-issue', 'near-duplicate', 'outlier'] as const),
  ...(['dark', 'blurred', 'tiny', 'blank'] as const),
])
export type Finding = z.infer<typeof Finding>

/**
 * Which images to show. Empty lists and absent fields do not restrict; all given ones must hold. What goes by
 * predictions goes by those of the active model, and leaves out what it was not asked.
 */
export const Filter = z.object({
  classes: z.array(ClassId).max(200).default([]),
  unlabelled: z.boolean().default(false),
  splits: z.array(Split).default([]),
  sources: z.array(Source).default([]),
  /** Who or what set the current label; images without one are left out. */
  labelledBy: z.array(Actor).default([]),
  /** True: a person gave or accepted the label. */
  corrected: z.boolean().optional(),
  flagged: z.boolean().optional(),
  predicted: z.array(ClassId).max(200).default([]),
  /** True: prediction differs from label; false: they agree. Images without either are left out, and what is no garment. */
  disagrees: z.boolean().optional(),
  /** True: the active model is not sure of it; false: it is. */
  unsure: z.boolean().optional(),
  confidence: Interval(1).optional(),
  margin: Interval(1).optional(),
  /** Cross-entropy against the label, nats. */
  loss: Interval(1000).optional(),
  /** When a photo was added; the dataset's images are left out. */
  added: Period.optional(),
  /** When the label was last changed; images whose label never was are left out. */
  labelled: Period.optional(),
  /** What the checks found of it: any of these. A label issue that a person has answered is none any more. */
  findings: z.array(Finding).default([]),
  /** Among a list of images that was kept (`sets.keep`). One that is gone holds no image. */
  set: SetId.optional(),
  /** Part of a photo's file name, case-insensitive. */
  text: z.string().max(200).optional(),
})
export type Filter = z.infer<typeof Filter>

/**
 * Those by the active model (from `most-suspicious` on to `by-prediction`) put last what it has no such score of. Photos
 * come before the dataset in `newest`; `random` is the same for the same seed; `by-finding` goes by the findings that are asked
 * for, the worst first, near-duplicates side by side; `as-listed` is the order of the filter's `set`.
 */
export const Sort = z.enum([
  'newest',
  'oldest',
  'most-suspicious',
  'least-suspicious',
  'smallest-margin',
  'largest-margin',
  'least-sure',
  'most-sure',
  'by-prediction',
  'by-class',
  'by-labeller',
  'by-split',
  'by-source',
  'by-name',
  'last-labelled',
  'by-finding',
  'as-listed',
  'random',
])
export type Sort = z.infer<typeof Sort>

/** A view: which images, in which order. */
export const ViewSpec = z.object({
  filter: Filter,
  sort: Sort,
  /** Of the order `random`; any other does not ask. */
  seed: z.int().min(0).max(0xffffffff).default(0),
})
export type ViewSpec = z.infer<typeof ViewSpec>

/** A part of a filter by which nothing, or less, fits. */
export const FilterPart = Filter.keyof()
export type FilterPart = z.infer<typeof FilterPart>

/** At most this many images are described or drawn in one call. */
export const MAX_BATCH = 1000
/** The same of thumbnails, some 10 kB each. */
export const MAX_THUMBNAILS = 200
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
  /** Marked by a person, to come back to. */
  flagged: z.boolean(),
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

/** What else is known of a finding. */
export const FindingFacts = z.object({
  /** Of a label issue: how likely, out of sample, the image is of the suggested class. */
  suggestedProbability: z.number().min(0).max(1).optional(),
  /** Of a label issue: of its nearest images those labelled with the suggested class, and how many there are. */
  agreeing: z.int().nonnegative().optional(),
  neighbours: z.int().nonnegative().optional(),
  /** Of a near-duplicate: one of its group is learnt from. */
  learnt: z.boolean().optional(),
})
export type FindingFacts = z.infer<typeof FindingFacts>

/** What the checks found of an image. */
export const Found = z.object({
  finding: Finding,
  /**
   * Of a label issue the probability of its label, out of sample; of a near-duplicate the cosine to the other image; of an
   * outlier its mean distance to its nearest images over what is usual for its class; of a picture its light (the grey,
   * 0 to 255, that nineteen in twenty pixels are no lighter than), sharpness (variance of the Laplacian where it is sharpest), shorter edge in pixels, or contrast (standard deviation).
   */
  score: z.number(),
  /** False: a person has answered it since. */
  stands: z.boolean(),
  /**
   * Of a label issue: the label that was judged, and the class that is likelier. Of an outlier: the label it had, whose images
   * it was held against.
   */
  label: ClassId.nullable(),
  suggested: ClassId.nullable(),
  /** Of a near-duplicate: the image it is nearest to. */
  related: z.object({ id: ImageId, name: z.string(), split: Split }).nullable(),
  facts: FindingFacts,
})
export type Found = z.infer<typeof Found>

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
  findings: z.array(Found),
  /** Oldest first. */
  history: z.array(LabelChange),
})
export type ImageDetail = z.infer<typeof ImageDetail>

export const browse = {
  /** The ids of all images that fit, in order: little-endian uint32, four bytes an image. */
  view: procedure.input(ViewSpec).output(Bytes),
  /**
   * `parts`: of each part of the filter that restricts, how many images would fit without it. `unscored`: images that the
   * active model was not asked about yet; all, where there is none.
   */
  without: procedure.input(z.object({ filter: Filter })).output(
    z.object({
      parts: z.array(z.object({ part: FilterPart, images: z.int().nonnegative() })),
      unscored: z.int().nonnegative(),
    }),
  ),
  /** Rows for what is on screen, in the order asked; ids that are gone are left out. */
  rows: procedure.input(IdBatch).output(z.array(ImageRow)),
  /** Dataset images' pixels, 784 bytes each (28 x 28 grey), in the order asked; every id must be a dataset image. */
  pixels: procedure.input(IdBatch).output(Bytes),
  /**
   * Photos' thumbnails (WebP, longest edge 256) in one sheet, in the order asked: for each its length in bytes as a
   * little-endian uint32, then the files one after the other. Of length 0 where there is no such photo, or its file is gone.
   */
  thumbnails: procedure.input(z.object({ ids: z.array(ImageId).max(MAX_THUMBNAILS) })).output(Bytes),
  detail: procedure.input(z.object({ id: ImageId })).output(ImageDetail),
}
