import { z } from 'zod'
import { ClassId, ImageId, Split } from '../domain.ts'
import { procedure } from './common.ts'

/** A photo's file may have at most this many bytes. */
export const MAX_PHOTO_BYTES = 64 * 1024 * 1024

export const AddedPhoto = z.object({
  id: ImageId,
  /** True: the same content was here already; `id` is that photo. */
  duplicate: z.boolean(),
  split: Split,
  label: ClassId.nullable(),
  /** The folder it lay in has just given it its label: a new photo, or one that was here without a label. */
  labelledNow: z.boolean(),
})
export type AddedPhoto = z.infer<typeof AddedPhoto>

export const photos = {
  /**
   * Stores one photo (JPEG, PNG, WebP, AVIF, GIF, TIFF, SVG) by the SHA-256 of its content; its prediction follows
   * as an event. `folder` is the name of the folder it lay in: where it is a class's name, it becomes the label.
   */
  add: procedure
    .input(z.object({ file: z.instanceof(File), folder: z.string().max(255).optional() }))
    .output(AddedPhoto),
  /** Classifies a photo and stores nothing: probabilities of the active model's classes, most probable first. */
  classify: procedure.input(z.object({ file: z.instanceof(File) })).output(
    z.object({
      model: z.string(),
      probabilities: z.array(z.object({ className: z.string(), probability: z.number() })),
    }),
  ),
}
