import { z } from 'zod'
import { ViewSpec } from './browse.ts'
import { procedure } from './common.ts'

export const ViewId = z.int().positive().brand<'ViewId'>()
export type ViewId = z.infer<typeof ViewId>

export const ViewName = z.string().trim().min(1).max(60)

/** A view that a person keeps under a name. */
export const SavedView = ViewSpec.extend({
  id: ViewId,
  name: ViewName,
  /** How many images fit now. */
  images: z.int().nonnegative(),
})
export type SavedView = z.infer<typeof SavedView>

export const views = {
  /** By name. */
  list: procedure.output(z.array(SavedView)),
  /** One of the same name takes its place. */
  save: procedure.input(ViewSpec.extend({ name: ViewName })).output(SavedView),
  /** @throws `view-unknown`; `setting-invalid` where another has that name */
  rename: procedure.input(z.object({ id: ViewId, name: ViewName })).output(SavedView),
  remove: procedure.input(z.object({ id: ViewId })).output(z.object({ removed: ViewId })),
}
