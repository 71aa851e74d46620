import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { ClassId, ImageId, InputSpec, ModelId, RunId, Scores } from '../domain.ts'
import { CheckProgress } from './checks.ts'
import { procedure } from './common.ts'
import { WindowName } from './labels.ts'
import { LibraryId } from './libraries.ts'
import { ReviewId } from './reviews.ts'

export const ClassInfo = z.object({
  id: ClassId,
  name: z.string(),
  /** The key that assigns the class: a small letter or a digit. */
  key: z.string().nullable(),
  /** Slot in the renderer's palette of class colours, 0 and up. */
  color: z.int().nonnegative(),
  /** Images that carry this label now. */
  images: z.int().nonnegative(),
  /** One of the dataset's own: it stays, since official scores are measured against it. */
  given: z.boolean(),
})
export type ClassInfo = z.infer<typeof ClassInfo>

export const DatasetInfo = z.object({
  name: z.string(),
  /** `full`: all 70,000 images; `embedded`: the 20,000 that ship with the app. */
  variant: z.enum(['full', 'embedded']),
  train: z.int().nonnegative(),
  test: z.int().nonnegative(),
})
export type DatasetInfo = z.infer<typeof DatasetInfo>

export const LibraryInfo = z.object({
  id: LibraryId,
  name: z.string(),
  classes: z.array(ClassInfo),
  /** Classes that were merged or deleted: the history of labels speaks of them. */
  removedClasses: z.array(z.object({ id: ClassId, name: z.string() })),
  /** What an image is labelled with that shows no garment. No class: no model learns or tells it. */
  notGarment: z.object({ id: ClassId, name: z.string(), images: z.int().nonnegative() }),
  input: InputSpec,
  dataset: DatasetInfo.nullable(),
  images: z.int().nonnegative(),
  photos: z.int().nonnegative(),
  /** Images whose label a person changed, confirmed or accepted from the model. */
  corrected: z.int().nonnegative(),
  flagged: z.int().nonnegative(),
  /** The newest label event. */
  event: z.int().nonnegative(),
  /** `threshold`: below this confidence it is not sure; null: it never is sure. */
  activeModel: z
    .object({ id: ModelId, scores: Scores, threshold: z.number().min(0).max(1).nullable() })
    .nullable(),
  /** Images that could not be classified in the background, and why; null: there is none. */
  unclassified: z.object({ images: z.int().positive(), why: z.string() }).nullable(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
})
export type LibraryInfo = z.infer<typeof LibraryInfo>

/** Told to every open window, so that none shows what is no longer so. */
export const LibraryEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('images-added'), ids: z.array(ImageId) }),
  /** `event`: the newest label event of these. `window`: the one that asked for it; null for another process or an import. */
  z.object({
    type: z.literal('labels-changed'),
    ids: z.array(ImageId),
    event: z.int().nonnegative(),
    window: WindowName.nullable(),
  }),
  z.object({ type: z.literal('flags-changed'), ids: z.array(ImageId) }),
  /** Saved views. */
  z.object({ type: z.literal('views-changed') }),
  /** A review was begun or removed, or images of one were skipped or taken up again. */
  z.object({
    type: z.literal('reviews-changed'),
    skipped: z.object({ id: ReviewId, ids: z.array(ImageId) }).nullable(),
  }),
  z.object({ type: z.literal('predictions-changed'), ids: z.array(ImageId) }),
  /** `meanings`: one went or came back, and with it what models say of any image. */
  z.object({ type: z.literal('classes-changed'), meanings: z.boolean() }),
  z.object({ type: z.literal('models-changed') }),
  z.object({ type: z.literal('backbones-changed') }),
  /** The checks go on, have begun or have ended; `problem`: why they ended early. */
  z.object({
    type: z.literal('checks-changed'),
    running: CheckProgress.nullable(),
    problem: z.string().nullable(),
  }),
  /** What the checks found is another now. */
  z.object({ type: z.literal('findings-changed') }),
  /** A map is being made, or was, or images were placed on it. */
  z.object({ type: z.literal('map-changed') }),
  /** Another library is open now: a window of this one begins anew. */
  z.object({ type: z.literal('library-left') }),
  /** What could not be classified in the background is more or less now. */
  z.object({ type: z.literal('unclassified-changed') }),
  z.object({ type: z.literal('run-changed'), runId: RunId }),
  z.object({ type: z.literal('engine-changed'), state: z.enum(['idle', 'busy', 'stopped']) }),
])
export type LibraryEvent = z.infer<typeof LibraryEvent>

export const library = {
  info: procedure.output(LibraryInfo),
  /** Runs until the caller aborts it. */
  events: procedure.output(eventIterator(LibraryEvent)),
}
