import { MAX_PHOTO_BYTES } from '../../../shared/contract/photos.ts'
import { HaberdashError } from '../../../shared/errors.ts'

/** The bytes of a photo's file. @throws HaberdashError `photo-too-large` before it is read */
export async function fileBytes(file: File): Promise<Uint8Array> {
  if (file.size > MAX_PHOTO_BYTES) {
    const limit = MAX_PHOTO_BYTES / 1024 / 1024
    throw new HaberdashError('photo-too-large', `This file is over ${limit} MB: ${file.name}.`, {
      todo: 'Export it smaller and add that.',
    })
  }
  return new Uint8Array(await file.arrayBuffer())
}
