import type { InputPlace } from '../../../shared/contract/network.ts'
import type { InputSpec } from '../../../shared/domain.ts'
import { NO_FIX, type PhotoFix } from '../../../shared/photo-fix.ts'
import { decodePhoto, type DecodedPhoto } from './decode.ts'
import { lookOf, type Look } from './look.ts'
import { placeOf } from './place.ts'
import { toModelInput } from './preprocess.ts'
import { makeThumbnail } from './thumbnail.ts'

/** What is made of a photo's file before it enters the library. */
export type PreparedPhoto = {
  original: DecodedPhoto['original']
  /** The model's input. */
  input: Uint8Array
  look: Look
  /** WebP. */
  thumbnail: Uint8Array
}

/** Decodes a photo and makes all that is kept of it. @throws HaberdashError a photo-… code that names the file */
export async function preparePhoto(bytes: Uint8Array, name: string, spec: InputSpec): Promise<PreparedPhoto> {
  const photo = await decodePhoto(bytes, name)
  // Both run in libvips' own threads, beside the search for the garment.
  const [look, thumbnail] = [lookOf(photo), makeThumbnail(photo)]
  const input = await toModelInput(photo, spec)
  return { original: photo.original, input, look: await look, thumbnail: await thumbnail }
}

/** A photo's model input alone. @throws as `preparePhoto` */
export const inputOfFile = async (bytes: Uint8Array, name: string, spec: InputSpec): Promise<Uint8Array> =>
  toModelInput(await decodePhoto(bytes, name), spec)

/** Where in a photo its model input lies, as it is with a fix. @throws as `preparePhoto` */
export const placeInFile = async (
  bytes: Uint8Array,
  name: string,
  spec: InputSpec,
  fix: PhotoFix = NO_FIX,
): Promise<InputPlace> => placeOf(await decodePhoto(bytes, name), spec, fix)
