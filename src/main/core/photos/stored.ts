import { readFile } from 'node:fs/promises'
import type { Library } from '../library/library.ts'
import { decodePhoto, type DecodedPhoto } from './decode.ts'
import { photoPath } from './store.ts'

/** Reads and decodes a photo of the library, as `decodePhoto` does. @throws a photo-… code, or ENOENT without its file */
export const readStored = async (
  library: Library,
  { sha256, name }: { sha256: string; name: string },
  maxEdge?: number,
): Promise<DecodedPhoto> => decodePhoto(await readFile(photoPath(library, sha256)), name, maxEdge)
