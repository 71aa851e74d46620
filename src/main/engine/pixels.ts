import { HaberdashError } from '../../shared/errors.ts'
import { tf, type TF } from './tf.ts'

/** Height, width and channels of one model input. */
export type Shape = readonly [height: number, width: number, channels: number]

export const imageSize = ([height, width, channels]: Shape): number => height * width * channels

/** What a byte of a picture is to a model: 0..255 becomes 0..1, here and nowhere else. */
export const UNIT: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => byte / 255)

/** Bytes (NHWC, 0..255) as a float32 tensor [count, height, width, channels] in 0..1. The caller owns it. */
export function toInputs(bytes: Uint8Array, shape: Shape): TF.Tensor4D {
  const values = new Float32Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) values[i] = UNIT[bytes[i]!]!
  return tf.tensor4d(values, [bytes.length / imageSize(shape), ...shape])
}

/** Throws `wrong-usage` where the bytes are not those of `count` images of this shape. */
export function checkPixels(bytes: Uint8Array, count: number, shape: Shape): void {
  const expected = count * imageSize(shape)
  if (bytes.length === expected) return
  throw new HaberdashError(
    'wrong-usage',
    `${count} images of ${shape.join(' x ')} are ${expected} bytes, but ${bytes.length} came.`,
  )
}
