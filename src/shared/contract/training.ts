import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { ModelId, RunId, Scores } from '../domain.ts'
import { ErrorCode } from '../errors.ts'
import { RecipeChanges } from '../train-options.ts'
import { BackboneName } from './backbone.ts'
import { procedure } from './common.ts'

export const RunState = z.enum(['running', 'done', 'cancelled', 'failed'])
export type RunState = z.infer<typeof RunState>

export const EpochPoint = z.object({
  epoch: z.int().positive(),
  /** Means over the training images of the epoch, as they were seen (augmented, with dropout). */
  loss: z.number(),
  accuracy: z.number(),
  /** On the validation images, after the epoch; absent where the run has none. */
  validation: z.object({ loss: z.number(), accuracy: z.number() }).optional(),
  /** Mean over the epoch's steps; absent in runs before it was kept. */
  learningRate: z.number().optional(),
  /** Training images in a second, and seconds of the epoch without its validation. */
  imagesPerSecond: z.number().optional(),
  seconds: z.number().optional(),
})
export type EpochPoint = z.infer<typeof EpochPoint>

export const Progress = z.object({
  /** `looking`: a backbone sees the photos it has not seen yet, counted as batches. */
  stage: z.enum(['preparing', 'looking', 'training', 'scoring', 'saving']),
  /** 1-based; 0 before the first. */
  epoch: z.int().nonnegative(),
  epochs: z.int().positive(),
  batch: z.int().nonnegative(),
  batches: z.int().nonnegative(),
  /** Means over the current epoch so far; null before its first batch. */
  loss: z.number().nullable(),
  accuracy: z.number().nullable(),
  /** Seconds to the end of training, null while it can't be told. */
  secondsLeft: z.number().nonnegative().nullable(),
})
export type Progress = z.infer<typeof Progress>

export const Run = z.object({
  id: RunId,
  kind: z.enum(['fine-tune', 'train']),
  /** Name of the recipe it runs. */
  recipe: z.string().default('fine-tune'),
  /** What was changed of the recipe, to run it once more; null for a run that was kept before this was. */
  changes: RecipeChanges.nullable().default(null),
  state: RunState,
  /** Stands still until it is resumed; live, as progress is. */
  paused: z.boolean().default(false),
  parent: ModelId.nullable(),
  /** Name of the backbone that it fits a head for; null where it trains a network. */
  backbone: z.string().nullable().default(null),
  seed: z.int(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** Images of the person's (photos and corrected dataset images), and dataset images with their given label. */
  trainedOn: z.object({ photos: z.int(), corrected: z.int(), replay: z.int() }),
  progress: Progress.nullable(),
  curve: z.array(EpochPoint),
  /** Present when done. */
  model: ModelId.nullable(),
  before: Scores.nullable(),
  after: Scores.nullable(),
  /** True where it became active at once, being no worse on both. */
  activated: z.boolean(),
  error: z.object({ code: ErrorCode, message: z.string(), todo: z.string().optional() }).nullable(),
})
export type Run = z.infer<typeof Run>

export const training = {
  /** How much there is to learn from now, so that the button can say it before it is pressed. */
  ready: procedure.output(
    z.object({ photos: z.int(), corrected: z.int(), holdout: z.int(), running: RunId.nullable() }),
  ),
  /**
   * Starts fine-tuning the active model; answers at once. One run at a time. One that sees through a backbone gets a new
   * head on it.
   */
  fineTune: procedure
    .input(
      z.object({
        seed: z.int().nonnegative().max(0xffffffff).default(1),
        /** In a library of photos: from noise, and not from what is known already; to see what that is worth. */
        fromNoise: z.boolean().default(false),
        /** In a library of photos: from the network that ships, and not from the active version. */
        fromStart: z.boolean().default(false),
        /** In a library of photos: a new head on this backbone, in the place of all else. */
        backbone: BackboneName.optional(),
      }),
    )
    .output(Run),
  /**
   * Starts training a new model from noise by a recipe (src/shared/recipes.ts), with changes to its knobs; answers at
   * once. A twelfth of each class's training images is set aside to validate each epoch on.
   */
  train: procedure
    .input(
      z.object({
        recipe: z.string().max(100),
        /** Checked by `recipe`, which says in a sentence what is out of range. */
        changes: z.custom<RecipeChanges>((value) => typeof value === 'object' && value !== null).default({}),
        seed: z.int().nonnegative().max(0xffffffff).default(1),
      }),
    )
    .output(Run),
  /**
   * Lets a run stand still at its next batch, using no processor, until it is resumed or cancelled. One that has ended, or
   * that is being scored or saved, stays as it is.
   */
  pause: procedure.input(z.object({ id: RunId })).output(Run),
  /**
   * Goes on with a run: a paused one where it stands; one of kind `train` that was cancelled, failed or was interrupted
   * from its last whole epoch, as a new run. The result is that of a run that was never stopped.
   */
  resume: procedure.input(z.object({ id: RunId })).output(Run),
  /** A run's state now and at each change, until it has ended. */
  watch: procedure.input(z.object({ id: RunId })).output(eventIterator(Run)),
  cancel: procedure.input(z.object({ id: RunId })).output(Run),
  /** Newest first. */
  runs: procedure.output(z.array(Run)),
}
