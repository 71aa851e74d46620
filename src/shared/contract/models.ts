import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { ClassId, ImageId, ModelId, Scores, Source } from '../domain.ts'
import { Bytes, procedure } from './common.ts'

/** A recipe's knobs by name: numbers, switches, and words such as a schedule's. */
export const Knobs = z.record(z.string(), z.union([z.number(), z.boolean(), z.string()]))
export type Knobs = z.infer<typeof Knobs>

/** Characters of a note. */
export const MAX_NOTE = 2000

export const ModelVersion = z.object({
  id: ModelId,
  parent: ModelId.nullable(),
  /** Name of the recipe that made it. */
  recipe: z.string(),
  /** Name of the backbone that it sees through; null where it sees photos itself. */
  backbone: z.string().nullable(),
  knobs: Knobs,
  seed: z.int(),
  createdAt: z.string(),
  /** Size of its folder, in bytes. */
  bytes: z.int().nonnegative(),
  parameters: z.int().nonnegative(),
  /** Below this confidence it is not sure; null: it never is sure, 0: it always is. */
  threshold: z.number().min(0).max(1).nullable(),
  scores: Scores,
  /** The parent's scores on the same images at the time it was made; null for a model made from nothing. */
  before: Scores.nullable(),
  /** What a person has written about it; empty where nothing was. */
  note: z.string(),
  active: z.boolean(),
})
export type ModelVersion = z.infer<typeof ModelVersion>

/** Null where a score has no meaning: nothing predicted, nothing to find. */
export const MeanScore = z.object({
  precision: z.number().nullable(),
  recall: z.number().nullable(),
  f1: z.number().nullable(),
})
export type MeanScore = z.infer<typeof MeanScore>

export const ClassScore = MeanScore.extend({ className: z.string(), images: z.int().nonnegative() })
export type ClassScore = z.infer<typeof ClassScore>

export const Evaluation = z.object({
  model: ModelId,
  images: z.int().positive(),
  accuracy: z.number(),
  /** How often the truth is one of the two most probable classes. */
  top2: z.number(),
  /** Mean cross-entropy, nats. */
  loss: z.number(),
  /** Expected calibration error over 15 bins, 0 to 1 (Guo et al. 2017, arXiv 1706.04599). */
  calibrationError: z.number(),
  /** The same before temperature scaling. */
  uncalibratedError: z.number(),
  perClass: z.array(ClassScore),
  /** Mean over the classes that have images here, each counting the same. */
  macro: MeanScore,
  /** Mean over the classes, weighed by their images. */
  weighted: MeanScore,
  /** Row: true class; column: predicted class. */
  confusion: z.array(z.array(z.int())),
  /** Reading the inputs included. */
  imagesPerSecond: z.number(),
})
export type Evaluation = z.infer<typeof Evaluation>

/** The images on which a model's scores are taken: the dataset's official test images, or the photos held out. */
const ScoredSplit = z.enum(['test', 'holdout'])

/** And, of a model that `train` has made, the training images that were set aside to validate it. */
export const EvaluatedSplit = z.enum([...ScoredSplit.options, 'validation'])
export type EvaluatedSplit = z.infer<typeof EvaluatedSplit>

const Side = z.object({ model: ModelId, accuracy: z.number(), perClass: z.array(ClassScore) })

/** A model's prediction of an image. */
export const Answer = z.object({ classId: ClassId, confidence: z.number().min(0).max(1) })
export type Answer = z.infer<typeof Answer>

/** At most this many of the images that two models disagree on are told. */
export const MAX_DISAGREEMENTS = 2000

export const Comparison = z.object({
  split: ScoredSplit,
  images: z.int().positive(),
  /** Both in the same order of classes. */
  a: Side,
  b: Side,
  bothRight: z.int().nonnegative(),
  onlyA: z.int().nonnegative(),
  onlyB: z.int().nonnegative(),
  bothWrong: z.int().nonnegative(),
  /** McNemar's exact test, two-sided: how likely so large a difference is, were both equally good. */
  p: z.number().min(0).max(1),
  /** All images on which their answers differ. */
  disagreements: z.int().nonnegative(),
  /** Those of them whose different answers are the surest, surest first. */
  differing: z
    .array(z.object({ id: ImageId, name: z.string(), source: Source, label: ClassId, a: Answer, b: Answer }))
    .max(MAX_DISAGREEMENTS),
})
export type Comparison = z.infer<typeof Comparison>

export const CompareEvent = z.discriminatedUnion('type', [
  /** Images that had to be classified for it: those done, and all. */
  z.object({ type: z.literal('progress'), model: ModelId, done: z.int(), total: z.int() }),
  /** Last. */
  z.object({ type: z.literal('done'), comparison: Comparison }),
])
export type CompareEvent = z.infer<typeof CompareEvent>

/** What a version can be exported as: a tfjs layers model, or a TensorFlow SavedModel. */
export const ExportFormat = z.enum(['tfjs', 'savedmodel'])
export type ExportFormat = z.infer<typeof ExportFormat>

export const models = {
  /** Newest first. */
  list: procedure.output(z.array(ModelVersion)),
  activate: procedure.input(z.object({ id: ModelId })).output(ModelVersion),
  /** Keeps a person's note on a version, without the blanks around it; an empty one takes it away. */
  annotate: procedure
    .input(z.object({ id: ModelId, note: z.string().max(MAX_NOTE).trim() }))
    .output(ModelVersion),
  /** Takes a version away, its predictions too. Never the active one, nor one that a run is starting from. */
  remove: procedure.input(z.object({ id: ModelId })).output(z.object({ removed: ModelId })),
  /**
   * A version's files, to use it elsewhere: a tfjs layers model or a TensorFlow SavedModel, and haberdash.json with all
   * that belongs to it (input form, classes, temperature).
   */
  export: procedure
    .input(z.object({ id: ModelId, format: ExportFormat }))
    .output(z.object({ files: z.array(z.object({ name: z.string(), content: Bytes })) })),
  /** Compares two versions on the same images and labels. Aborting the iterator cancels. */
  compare: procedure
    .input(z.object({ a: ModelId, b: ModelId, split: ScoredSplit.default('test') }))
    .output(eventIterator(CompareEvent)),
  /** Tries now what could not be classified in the background. */
  classifyAgain: procedure.output(z.void()),
  /** Scores a model, the active one by default. */
  evaluate: procedure
    .input(z.object({ id: ModelId.optional(), split: EvaluatedSplit.default('test') }))
    .output(Evaluation),
}
