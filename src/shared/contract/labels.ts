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
  canUndo: z.boolean(),
  canRedo: z.boolean(),
})
export type LabelAction = z.infer<typeof LabelAction>

export const labels = {
  /**
   * Sets (or with null, clears) the label of images as one action; it is committed when this answers. Setting the
   * label an image already has confirms it as the person's.
   */
  set: procedure
    .input(z.object({ ids: z.array(ImageId).min(1).max(1_000_000), classId: ClassId.nullable() }))
    .output(LabelAction),
  /**
   * Takes back the latest action that stands. With `actionId`, only if that is the one: `label-conflict` says that
   * another came after it, perhaps from another window.
   */
  undo: procedure
    .input(z.object({ actionId: z.int().positive().optional() }).default({}))
    .output(LabelAction),
  redo: procedure.output(LabelAction),
}
