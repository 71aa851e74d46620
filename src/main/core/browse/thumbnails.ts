import type { ImageId } from '../../../shared/domain.ts'
import type { Library } from '../library/library.ts'
import { pictureAt } from '../photos/media.ts'

const LENGTH_BYTES = 4

/**
 * Photos' thumbnails in one sheet, in the order asked: for each its length in bytes as a little-endian uint32, then the files
 * (WebP, longest edge 256) one after the other. Of length 0 where there is no such photo, or its file can't be read.
 */
export async function thumbnails(
  library: Library,
  ids: readonly ImageId[],
): Promise<Uint8Array<ArrayBuffer>> {
  const files = await Promise.all(ids.map((id) => thumbnail(library, id)))
  const head = files.length * LENGTH_BYTES
  const sheet = new Uint8Array(files.reduce((size, file) => size + file.length, head))
  const lengths = new DataView(sheet.buffer)
  let at = head
  for (const [place, file] of files.entries()) {
    lengths.setUint32(place * LENGTH_BYTES, file.length, true)
    sheet.set(file, at)
    at += file.length
  }
  return sheet
}

const NONE = new Uint8Array(0)

/** One bad file must not take the pictures of all others with it. */
async function thumbnail(library: Library, id: ImageId): Promise<Uint8Array> {
  const picture = await pictureAt(library, `/image/${id}/thumb`).catch(() => null)
  return picture?.type === 'image/webp' ? picture.bytes : NONE
}
