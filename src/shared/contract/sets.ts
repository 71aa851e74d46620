import { z } from 'zod'
import { Bytes, procedure } from './common.ts'

export const SetId = z.int().positive().brand<'SetId'>()
export type SetId = z.infer<typeof SetId>

/** At most so many images are in a list of them that is sent. */
export const MAX_IDS = 1_000_000

/** A list of images that a picture led to: a lasso on the map, a cell of a matrix, the images most similar to one. */
export const ImageSetInfo = z.object({
  id: SetId,
  /** What a person reads on its chip: "Lasso on the map". */
  name: z.string(),
  images: z.int().nonnegative(),
})
export type ImageSetInfo = z.infer<typeof ImageSetInfo>

export const sets = {
  /**
   * Keeps a list of images, so that views, reviews and saved views can go by it. The newest hundred stay, and those that a
   * saved view goes by.
   * @param ids little-endian uint32, at most a million; in the order of `as-listed`
   */
  keep: procedure
    .input(z.object({ name: z.string().trim().min(1).max(120), ids: Bytes }))
    .output(ImageSetInfo),
  /** Null where it is gone. */
  get: procedure.input(z.object({ id: SetId })).output(ImageSetInfo.nullable()),
}
