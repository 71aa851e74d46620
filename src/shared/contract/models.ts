import { z } from 'zod'
import { ModelId, Scores } from '../domain.ts'
import { procedure } from './common.ts'

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

export const ClassScore = z.object({
  className: z.string(),
  precision: z.number().nullable(),
  recall: z.number().nullable(),
  f1: z.number().nullable(),
  images: z.int().nonnegative(),
})

export const Evaluation = z.object({
  model: ModelId,
  images: z.int().positive(),
  accuracy: z.number(),
  /** Mean cross-entropy, nats. */
  loss: z.number(),
  perClass: z.array(ClassScore),
  /** Row: true class; column: predicted class. */
  confusion: z.array(z.array(z.int())),
  imagesPerSecond: z.number(),
})
export type Evaluation = z.infer<typeof Evaluation>

export const models = {
  /** Newest first. */
  list: procedure.output(z.array(ModelVersion)),
  activate: procedure.input(z.object({ id: ModelId })).output(ModelVersion),
  /** Scores a model (the active one by default) on the dataset's official test images or the photos held out. */
  evaluate: procedure
    .input(z.object({ id: ModelId.optional(), split: z.enum(['test', 'holdout']).default('test') }))
    .output(Evaluation),
}
