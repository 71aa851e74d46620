import { z } from 'zod'
import { ClassId, ImageId, Split } from '../domain.ts'
import { PhotoFix } from '../photo-fix.ts'
import { ImageDetail } from './browse.ts'
import { Bytes, procedure } from './common.ts'

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

/** What a fix would make of a photo. */
export const FixPreview = z.object({
  /** The model's input: bytes 0..255, height x width x channels of the library's InputSpec. */
  input: Bytes,
  /**
   * The garment that was found in all of the turned photo, small: a byte a pixel, 0 ground .. 255 garment, row-major.
   * Null where it plays no part, as the mask is off, or nothing was found. In colour it leaves nothing out, but says
   * why a found crop is where it is.
   */
  mask: z.object({ width: z.int().positive(), height: z.int().positive(), pixels: Bytes }).nullable(),
  /** What is cropped to: the fix's own crop, or what was found. */
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  /** False: no garment stood out, and the box is the middle of the photo where the fix has none. */
  found: z.boolean(),
})
export type FixPreview = z.infer<typeof FixPreview>

export const photos = {
  /**
   * Stores one photo (JPEG, PNG, WebP, AVIF, GIF, TIFF, SVG) by the SHA-256 of its content; its prediction follows
   * as an event. `folder` is the name of the folder it lay in: where it is a class's name, it becomes the label.
   */
  add: procedure
    .input(
      z.object({
        file: z.instanceof(File),
        folder: z.string().max(255).optional(),
        /** One of very many: a photo that is not goes first. */
        bulk: z.boolean().optional(),
      }),
    )
    .output(AddedPhoto),
  /**
   * Keeps with a photo what a person has changed about the way to the model's input; null takes it back. It is committed
   * when this answers, and all that versions have said of the photo is gone; the prediction follows as an event.
   */
  fix: procedure.input(z.object({ id: ImageId, fix: PhotoFix.nullable() })).output(z.void()),
  /** What the model would see with a fix; nothing is kept. It waits for no engine: a drag is followed by it. */
  previewFix: procedure.input(z.object({ id: ImageId, fix: PhotoFix })).output(FixPreview),
  /** What the active model would say of a photo with a fix, as in an image's detail; nothing is kept. */
  classifyFix: procedure
    .input(z.object({ id: ImageId, fix: PhotoFix }))
    .output(ImageDetail.shape.probabilities),
  /** Classifies a photo and stores nothing: probabilities of the active model's classes, most probable first. */
  classify: procedure.input(z.object({ file: z.instanceof(File), bulk: z.boolean().optional() })).output(
    z.object({
      model: z.string(),
      /** False: the first is its best guess and no answer. */
      sure: z.boolean(),
      probabilities: z.array(z.object({ className: z.string(), probability: z.number() })),
    }),
  ),
}
