import { MAX_PHOTO_BYTES } from '../../../shared/contract/photos.ts'
import { inputSize } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Library } from '../library/library.ts'

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

/** The bytes of one input of the library's models. @throws HaberdashError `model-mismatch` where they are too many or few */
export async function inputBytes({ input }: Pick<Library, 'input'>, bytes: Blob): Promise<Uint8Array> {
  const size = inputSize(input)
  if (bytes.size === size) return new Uint8Array(await bytes.arrayBuffer())
  throw new HaberdashError('model-mismatch', `An input has ${size} bytes here, and these are ${bytes.size}.`)
}
