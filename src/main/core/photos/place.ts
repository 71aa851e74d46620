import type { InputPlace } from '../../../shared/contract/network.ts'
import type { InputSpec } from '../../../shared/domain.ts'
import type { PhotoFix } from '../../../shared/photo-fix.ts'
import type { DecodedPhoto } from './decode.ts'
import { inputOf, look } from './preprocess.ts'
import { fitted, fractions } from './raster.ts'

/** Where in a photo its model's input lies: the way back from what `toModelInput` makes of it. */
export function placeOf(photo: DecodedPhoto, spec: InputSpec, fix: PhotoFix): InputPlace {
  const seen = look(photo, fix.rotate)
  const { garment } = inputOf(seen, spec, fix)
  return {
    ...{ width: photo.width, height: photo.height, rotate: fix.rotate },
    box: fractions(garment.box, seen.photo),
    within: fractions(fitted(garment.box, spec), spec),
  }
}
