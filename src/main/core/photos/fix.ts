import { HaberdashError } from '../../../shared/errors.ts'
import type { ImageId } from '../../../shared/domain.ts'
import { NO_FIX, type PhotoFix } from '../../../shared/photo-fix.ts'
import { imageUnknown } from '../browse/image-unknown.ts'
import type { Library } from '../library/library.ts'
import { dropPredictions } from '../models/save.ts'
import type { DecodedPhoto } from './decode.ts'
import { storeFix } from './fixes.ts'
import { toModelInput } from './preprocess.ts'
import { readStored } from './stored.ts'

/**
 * Keeps a person's fix with the photo; null takes it back. In one transaction with it the model's input is made anew,
 * and what any version has said of the input before goes.
 * @throws HaberdashError `image-unknown`, `not-a-photo`, or a photo-… code where its file can't be read any more
 */
export async function fixPhoto(library: Library, id: ImageId, wanted: PhotoFix | null): Promise<void> {
  const { write } = library.db
  const fix = wanted ?? NO_FIX
  const input = await toModelInput(await fixablePhoto(library, id), library.input, fix)
  const keep = write.transaction(() => {
    storeFix(write, id, fix)
    dropPredictions(write, id)
    write.prepare('DELETE FROM model_inputs WHERE image_id = ?').run(id)
    write
      .prepare('INSERT INTO model_inputs (image_id, spec, pixels) VALUES (?, ?, ?)')
      .run(id, JSON.stringify(library.input), input)
  })
  keep.immediate()
}

/** A stored photo, decoded. @throws as `fixPhoto` */
export async function fixablePhoto(library: Library, id: ImageId): Promise<DecodedPhoto> {
  const { read } = library.db
  const row = read.prepare('SELECT sha256, name FROM photos WHERE image_id = ?').get(id) as
    { sha256: string; name: string } | undefined
  if (row) return readStored(library, row)
  throw read.prepare('SELECT 1 FROM images WHERE id = ? AND present = 1').get(id)
    ? notAPhoto()
    : imageUnknown()
}

const notAPhoto = () =>
  new HaberdashError('not-a-photo', "A dataset's image is in the model's form already.", {
    todo: 'Adjust a photo of your own.',
  })
