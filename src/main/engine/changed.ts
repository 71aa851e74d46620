import type { Augmentation } from '../../shared/contract/engine.ts'
import { Random } from '../../shared/random.ts'
import { augmentBatch } from './augment.ts'
import type { PictureShape } from './pixels.ts'

/** A picture (bytes, NHWC) as a training may see it, `times` over: each changed at random, in bytes again. */
export function changed(
  picture: Uint8Array,
  shape: PictureShape,
  augmentation: Augmentation,
  { times, seed }: { times: number; seed: number },
): Uint8Array<ArrayBuffer> {
  const target = new Float32Array(times * picture.length)
  augmentBatch(picture, new Uint32Array(times), shape, augmentation, new Random(seed, 'shown'), target)
  return Uint8Array.from(target, (value) => Math.round(value * 255))
}
