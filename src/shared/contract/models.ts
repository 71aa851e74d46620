import { z } from 'zod'
import { ModelId, Scores } from '../domain.ts'
import { Bytes, procedure } from './common.ts'

export const ModelVersion = z.object({
  id: ModelId,
  parent: ModelId.nullable(),
  /** Name of the recipe that made it. */
  recipe: z.string(),
  createdAt: z.string(),
  /** Size of its folder, in bytes. */
  bytes: z.int().nonnegative(),
  parameters: z.int().nonnegative(),
  scores: Scores,
  /** The parent's scores on the same images at the time it was made; null for a model made from nothing. */
  before: Scores.nullable(),
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
  /** Mean over the classes, each counting the same. */
  macro: MeanScore,
  /** Mean over the classes, weighed by their images. */
  weighted: MeanScore,
  /** Row: true class; column: predicted class. */
  confusion: z.array(z.array(z.int())),
  imagesPerSecond: z.number(),
})
export type Evaluation = z.infer<typeof Evaluation>

export const ExportFormat = z.enum(['tfjs', 'savedmodel'])
export type ExportFormat = z.infer<typeof ExportFormat>

export const models = {
  /** Newest first. */
  list: procedure.output(z.array(ModelVersion)),
  activate: procedure.input(z.object({ id: ModelId })).output(ModelVersion),
  /** Takes a version away, its predictions too. Never the active one, nor one that a run is starting from. */
  remove: procedure.input(z.object({ id: ModelId })).output(z.object({ removed: ModelId })),
  /**
   * A version's files, to use it elsewhere: a tfjs layers model or a TensorFlow SavedModel, and haberdash.json with all
   * that belongs to it (input form, classes, temperature).
   */
  export: procedure
    .input(z.object({ id: ModelId, format: ExportFormat }))
    .output(z.object({ files: z.array(z.object({ name: z.string(), content: Bytes })) })),
  /** Scores a model (the active one by default) on the dataset's official test images or the photos held out. */
  evaluate: procedure
    .input(z.object({ id: ModelId.optional(), split: z.enum(['test', 'holdout']).default('test') }))
    .output(Evaluation),
}
