import { MAX_PHOTO_BYTES } from '../../../shared/contract/photos.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { shownName } from '../../../shared/file-name.ts'

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
