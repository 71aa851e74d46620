import { MAX_PHOTO_BYTES } from '../../../shared/contract/photos.ts'
import { inputSize } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { shownName } from '../../../shared/file-name.ts'
import type { Library } from '../library/library.ts'

/** The bytes of a photo's file. @throws HaberdashError `photo-too-large` before it is read, `photo-unreadable` */
export async function fileBytes(file: File): Promise<Uint8Array> {
  const name = shownName(file.name)
  if (file.size > MAX_PHOTO_BYTES) {
    const limit = MAX_PHOTO_BYTES / 1024 / 1024
    throw new HaberdashError('photo-too-large', `This file is over ${limit} MB: ${name}.`, {
      todo: 'Export it smaller and add that.',
    })
  }
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (cause) {
    // A file on the disk is read only as it was when it was opened.
    throw new HaberdashError(
      'photo-unreadable',
      `This file changed or went away while it was read: ${name}.`,
      {
        todo: 'Add it again once nothing writes to it.',
        cause,
      },
    )
  }
}

/** The bytes of one input of the library's models. @throws HaberdashError `model-mismatch` where they are too many or few */
export async function inputBytes({ input }: Pick<Library, 'input'>, bytes: Blob): Promise<Uint8Array> {
  const size = inputSize(input)
  if (bytes.size === size) return new Uint8Array(await bytes.arrayBuffer())
  throw new HaberdashError('model-mismatch', `An input has ${size} bytes here, and these are ${bytes.size}.`)
}
