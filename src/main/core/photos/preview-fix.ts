import type { FixPreview } from '../../../shared/contract/photos.ts'
import type { ImageId, InputSpec } from '../../../shared/domain.ts'
import type { PhotoFix } from '../../../shared/photo-fix.ts'
import type { Library } from '../library/library.ts'
import type { DecodedPhoto } from './decode.ts'
import { fixablePhoto } from './fix.ts'
import type { Garment } from './garment.ts'
import { inputOf, look, type Seen } from './preprocess.ts'
import { fractions, resampleArea } from './raster.ts'

/** Longest edge of a preview's mask, pixels: what the garment is looked for at. */
const MASK_EDGE = 96

export type FixPreviews = {
  /**
   * What a fix would make of a photo; nothing is kept.
   * @throws HaberdashError `image-unknown`, `not-a-photo`, or a photo-… code
   */
  of(id: ImageId, fix: PhotoFix): Promise<FixPreview>
  /** The same in the form of any model. @throws as `of` */
  input(id: ImageId, fix: PhotoFix, spec: InputSpec): Promise<Uint8Array>
}

/** Keeps the one photo that is being adjusted, decoded, and as it was last turned: a drag asks many times a second. */
export function createFixPreviews(library: Library): FixPreviews {
  let decoded: { id: ImageId; photo: Promise<DecodedPhoto> } | null = null
  let turned: { from: DecodedPhoto; rotate: number; seen: Seen } | null = null
  const photoOf = (id: ImageId) => {
    if (decoded?.id !== id) {
      const asked = { id, photo: fixablePhoto(library, id) }
      asked.photo.catch(() => decoded === asked && (decoded = null))
      decoded = asked
    }
    return decoded.photo
  }
  const lookOnce = (from: DecodedPhoto, rotate: number) => {
    if (turned?.from !== from || turned.rotate !== rotate) turned = { from, rotate, seen: look(from, rotate) }
    return turned.seen
  }
  return {
    input: async (id, fix, spec) => inputOf(lookOnce(await photoOf(id), fix.rotate), spec, fix).input,
    async of(id, fix) {
      const seen = lookOnce(await photoOf(id), fix.rotate)
      const { input, garment } = inputOf(seen, library.input, fix)
      return {
        input: new Blob([new Uint8Array(input)]),
        mask: garment.masked || isWhy(fix, library.input, garment) ? smallMask(seen) : null,
        box: fractions(garment.box, seen.photo),
        found: garment.found,
      }
    },
  }
}

/** In colour a mask leaves nothing out, but it is why the crop that was found is where it is. */
const isWhy = ({ crop }: PhotoFix, { form }: InputSpec, { found }: Garment): boolean =>
  form === 'colour' && crop === null && found

function smallMask({ photo, garment }: Seen): FixPreview['mask'] {
  const scale = Math.min(1, MASK_EDGE / Math.max(photo.width, photo.height))
  const width = Math.max(1, Math.round(photo.width * scale))
  const height = Math.max(1, Math.round(photo.height * scale))
  const whole = { x: 0, y: 0, width: photo.width, height: photo.height }
  const small = resampleArea({ ...photo, data: garment.mask, channels: 1 }, whole, width, height)
  return { width, height, pixels: new Blob([Uint8Array.from(small, Math.round)]) }
}
