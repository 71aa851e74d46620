import { z } from 'zod'
import { ClassId, ImageId } from '../domain.ts'
import { procedure } from './common.ts'

/** What one action changed: enough to say it in a sentence and to offer Undo. */
export const LabelAction = z.object({
  actionId: z.int().positive(),
  kind: z.enum(['set', 'undo', 'redo']),
  /** Images whose label changed. */
  ids: z.array(ImageId),
  /** The class that was set, null when cleared or when an undo restored several. */
  classId: ClassId.nullable(),
  /** The class that this took away, or that the undo of it brought back. */
  removed: z.object({ id: ClassId, name: z.string() }).nullable(),
  /** Its newest label event; those before it follow without a gap, one for each of `ids`. The newest of all where it has none. */
  event: z.int().nonnegative(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
})
export type LabelAction = z.infer<typeof LabelAction>

/** A random name that a window gives itself, so that it knows its own changes among those it is told of. */
export const WindowName = z.string().regex(/^[a-z0-9-]{1,36}$/)

/** A label that was changed after what a window had seen. */
export const Overtaken = z.object({
  id: ImageId,
  from: ClassId.nullable(),
  to: ClassId.nullable(),
  /** ISO 8601, UTC. */
  at: z.string(),
})
export type Overtaken = z.infer<typeof Overtaken>

const Ids = z.array(ImageId).min(1).max(2_000_000)

export const labels = {
  /**
   * Sets (or with null, clears) the label of images as one action; it is committed when this answers. Setting the
   * label an image already has confirms it as the person's. `model`: the person accepted what the model said.
   * With `seen`, the newest label event that the window knew of, `label-conflict` where any of the images was labelled
   * after that: nothing is changed then.
   */
  set: procedure
    .input(
      z.object({
        ids: Ids,
        classId: ClassId.nullable(),
        by: z.enum(['person', 'model']).default('person'),
        seen: z.int().nonnegative().optional(),
        window: WindowName.optional(),
      }),
    )
    .output(LabelAction),
  /** The latest change after the event `seen` of each of these images that has one; the newest 100. */
  overtaken: procedure.input(z.object({ ids: Ids, seen: z.int().nonnegative() })).output(z.array(Overtaken)),
  /**
   * Takes back the latest action that stands. With `actionId`, only if that is the one: `label-conflict` says that
   * another came after it, perhaps from another window.
   */
  undo: procedure
    .input(z.object({ actionId: z.int().positive().optional(), window: WindowName.optional() }).default({}))
    .output(LabelAction),
  redo: procedure.input(z.object({ window: WindowName.optional() }).default({})).output(LabelAction),
  /** Marks images to come back to, or takes the marks away. Answers with those of which that changed anything. */
  flag: procedure.input(z.object({ ids: Ids, on: z.boolean() })).output(z.object({ ids: z.array(ImageId) })),
}
