import { readFile } from 'node:fs/promises'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Library } from '../library/library.ts'
import { decodePhoto, type DecodedPhoto } from './decode.ts'
import { photoPath } from './store.ts'

/**
 * Reads and decodes a photo of the library, as `decodePhoto` does.
 * @throws HaberdashError a photo-… code, `photo-unreadable` where its file is gone
 */
export async function readStored(
  library: Library,
  { sha256, name }: { sha256: string; name: string },
  maxEdge?: number,
): Promise<DecodedPhoto> {
  const bytes = await readFile(photoPath(library, sha256)).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? gone(name, error) : error
  })
  return decodePhoto(bytes, name, maxEdge)
}

const gone = (name: string, cause: unknown) =>
  new HaberdashError('photo-unreadable', `The file of this photo is not in the library any more: ${name}.`, {
    todo: 'Add the photo again: its labels are still here.',
    cause,
  })
