import type { ImageId } from '../../../shared/domain.ts'
import { BackboneFeatures, type Looking } from '../backbones/features.ts'
import type { Engine } from '../engine-client.ts'
import type { Library } from '../library/library.ts'
import { modelInputs } from '../photos/inputs.ts'
import type { Manifest } from './manifest.ts'

/** How a version sees: the form of its pictures, and the backbone that it sees them through, if it has one. */
export type Seeing = Pick<Manifest, 'input' | 'backbone'>

/**
 * What a version's network takes in, as the engine takes it: the pictures' bytes, or for a head on a backbone the features
 * that this makes of them (float32). Nothing else needs to know which of the two it is.
 */
export type Sight = {
  /**
   * Of images of the library, one after the other, in the order asked. What a backbone makes of a photo is kept.
   * @throws HaberdashError `image-unknown`, a photo-… code, what the engine or the disk had to say; the signal's reason
   */
  images(model: Seeing, ids: ImageId[], looking?: Looking): Promise<Uint8Array<ArrayBuffer>>
  /** Of `count` pictures in the form of the model's InputSpec (bytes, NHWC), of which nothing is kept. */
  pictures(
    model: Seeing,
    pixels: Uint8Array<ArrayBuffer>,
    count: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>>
}

/** @param engine runs the backbones */
export function createSight(library: Library, engine: Engine): Sight {
  const features = new BackboneFeatures(library, engine)
  return {
    async images({ input, backbone }, ids, looking) {
      if (!backbone) return modelInputs(library, ids)
      return bytesOf(await features.ofPhotos({ backbone, input }, ids, looking))
    },
    async pictures({ input, backbone }, pixels, count, signal) {
      if (!backbone) return pixels
      return bytesOf(await features.ofPictures({ backbone, input }, new Blob([pixels]), count, signal))
    },
  }
}

const bytesOf = ({ buffer }: Float32Array<ArrayBuffer>) => new Uint8Array(buffer)
