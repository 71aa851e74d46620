import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { ClassId, ImageId, ModelId, Score, Source, Split } from '../domain.ts'
import { Bytes, procedure } from './common.ts'
import { Answer, ClassScore, MeanScore } from './models.ts'

/**
 * Which images a version's answers are looked at on: the dataset's test images; the photos held out; the training images that
 * were set aside to validate it, where it was made so; those it may have learnt from (the ones set aside among them); all.
 */
export const ResultSplit = z.enum(['test', 'holdout', 'validation', 'train', 'all'])
export type ResultSplit = z.infer<typeof ResultSplit>

/** Bins of the reliability diagram (Guo et al. 2017, arXiv 1706.04599), and of the histogram of confidences. */
export const RELIABILITY_BINS = 15
export const CONFIDENCE_BINS = 20

/** At most so many points of a precision-recall curve, and mistakes, are told. */
export const MAX_POINTS = 200
export const MAX_MISTAKES = 60
/** The same of the images whose answer another version has changed, of each kind. */
export const MAX_CHANGES = 24

const Share = z.number().min(0).max(1)

/** One class against all others. Where it ends, all images of the class are found. */
const Curve = z.object({
  /** Sum of (R_n - R_n-1) P_n over all thresholds, as scikit-learn defines it; null where there is no image of the class. */
  averagePrecision: Share.nullable(),
  /** Point by point, of falling threshold: images that the class is given at least this probability. */
  recall: z.array(Share).max(MAX_POINTS),
  precision: z.array(Share).max(MAX_POINTS),
  threshold: z.array(Share).max(MAX_POINTS),
})
export type Curve = z.infer<typeof Curve>

/** Answers of about one confidence; bins are (low, high], the lowest holds 0 too. */
const ReliabilityBin = z.object({
  from: Share,
  to: Share,
  images: z.int().nonnegative(),
  right: z.int().nonnegative(),
  /** Mean of the answers' confidence; null where there is none. */
  confidence: Share.nullable(),
})
export type ReliabilityBin = z.infer<typeof ReliabilityBin>

/** An image as far as it is shown beside an answer. `split`: its own. */
const Named = z.object({ id: ImageId, label: ClassId, name: z.string(), source: Source, split: Split })

const Mistake = Answer.extend(Named.shape)
export type Mistake = z.infer<typeof Mistake>

const Counts = z.array(z.int().nonnegative())

/** What a version answered, against the labels as they are now. Of `images`, but for what says otherwise. */
export const Results = z.object({
  model: ModelId,
  /** Below this confidence it is not sure; null: it never is. */
  threshold: Share.nullable(),
  split: ResultSplit,
  /** The splits that there are for this version, and how many labelled images are in each; null: they were not counted. */
  splits: z.array(z.object({ split: ResultSplit, images: z.int().nonnegative().nullable() })),
  /** Labelled with a class that lives, and answered. */
  images: z.int().nonnegative(),
  /** Labelled, and not asked yet. */
  unasked: z.int().nonnegative(),
  /** Without a label, or labelled as no garment. */
  unlabelled: z.int().nonnegative(),
  /** Of the images, those whose label is not the one that the dataset gave them. */
  relabelled: z.int().nonnegative(),
  /** The score that the version was made with, by the dataset's own labels on `test`; null where there is none. */
  official: Score.nullable(),
  /** In the library's order: what the version tells, and what else the images are labelled with. */
  classes: z.array(z.object({ id: ClassId, name: z.string(), color: z.int(), told: z.boolean() })),
  /** Row: label; column: answer; both in the order of the classes. */
  confusion: z.array(Counts),
  perClass: z.array(ClassScore),
  /** In the order of the classes. */
  curves: z.array(Curve),
  /** Means over the classes that have images here, each counting the same. */
  macro: MeanScore.extend({ averagePrecision: Share.nullable() }),
  /** Right answers, of all; this and the next two null where there is no image. */
  accuracy: Share.nullable(),
  /** Mean cross-entropy, nats. */
  loss: z.number().nonnegative().nullable(),
  /** Expected calibration error over the bins. */
  calibrationError: Share.nullable(),
  reliability: z.array(ReliabilityBin).length(RELIABILITY_BINS),
  /** Answers by their confidence, in equal bins from 0 to 1. */
  confidences: z.object({ right: Counts, wrong: Counts }),
  /** Wrong answers, the surest first. */
  mistakes: z.array(Mistake).max(MAX_MISTAKES),
})
export type Results = z.infer<typeof Results>

/** Which of the images that `of` counts; what is given must all hold. */
export const ResultQuery = z.object({
  model: ModelId,
  split: ResultSplit,
  label: ClassId.optional(),
  predicted: ClassId.optional(),
  right: z.boolean().optional(),
  /** Of the answer: above `from` and up to `to`; 0 counts as above 0, as in the bins. */
  confidence: z.object({ from: Share, to: Share }).optional(),
  /** Those that this class is given so much probability at least: all that a threshold finds. */
  given: z.object({ classId: ClassId, least: Share }).optional(),
  /** By the loss, the highest first; or by the confidence of the answer, likewise. */
  sort: z.enum(['most-suspicious', 'most-sure']).default('most-suspicious'),
})
export type ResultQuery = z.infer<typeof ResultQuery>

const Changed = Named.extend({ a: Answer, b: Answer })
export type Changed = z.infer<typeof Changed>

/** All ids (little-endian uint32), those first of whose different answers both are the surest; and some with the answers. */
const ChangedImages = z.object({ ids: Bytes, some: z.array(Changed).max(MAX_CHANGES) })

/** What is another between the answers of two versions, image by image. */
export const Changes = z.object({
  a: ModelId,
  b: ModelId,
  split: ResultSplit,
  /** Labelled with a class that lives, and answered by both. */
  images: z.int().nonnegative(),
  /** Labelled, and not asked of one at least. */
  unasked: z.int().nonnegative(),
  bothRight: z.int().nonnegative(),
  /** The same wrong answer. */
  sameMistake: z.int().nonnegative(),
  /** McNemar's exact test, two-sided: how likely so large a difference is, were both equally good. */
  p: Share,
  /** Wrong by `a`, right by `b`. */
  fixed: ChangedImages,
  /** Right by `a`, wrong by `b`. */
  broken: ChangedImages,
  /** Wrong by both, in different ways. */
  otherMistake: ChangedImages,
})
export type Changes = z.infer<typeof Changes>

export const AskEvent = z.object({ done: z.int().nonnegative(), total: z.int().nonnegative() })
export type AskEvent = z.infer<typeof AskEvent>

export const results = {
  /** Of the active version by default, on the test images or, where there are none, the photos held out. */
  of: procedure.input(z.object({ model: ModelId.optional(), split: ResultSplit.optional() })).output(Results),
  /** Ids of the images behind a part of a figure: little-endian uint32, four bytes an image. */
  images: procedure.input(ResultQuery).output(Bytes),
  changes: procedure.input(z.object({ a: ModelId, b: ModelId, split: ResultSplit })).output(Changes),
  /** Asks a version what it was not asked yet of a split's labelled images, and keeps its answers. Aborting the iterator cancels. */
  ask: procedure.input(z.object({ model: ModelId, split: ResultSplit })).output(eventIterator(AskEvent)),
}
