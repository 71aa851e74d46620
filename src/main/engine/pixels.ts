import { HaberdashError } from '../../shared/errors.ts'
import { tf, type TF } from './tf.ts'

/** Height, width and channels of a picture that a network takes, a byte a number, row by row. */
export type PictureShape = readonly [height: number, width: number, channels: number]
/** How many features of a picture it takes in its place, as a backbone makes them: float32. */
export type FeatureShape = readonly [features: number]
/** One input of a network, without the batch. */
export type Shape = PictureShape | FeatureShape

export const isPicture = (shape: Shape): shape is PictureShape => shape.length === 3

/** How many numbers an input has. */
export const inputNumbers = (shape: Shape): number => shape.reduce((product, side) => product * side, 1)

/** And how many bytes. */
export const inputBytes = (shape: Shape): number =>
  inputNumbers(shape) * (isPicture(shape) ? 1 : Float32Array.BYTES_PER_ELEMENT)

/** What a byte of a picture is to a model: 0..255 becomes 0..1, here and nowhere else. */
export const UNIT: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => byte / 255)

/** Inputs as they come over the wire as a float32 tensor [count, ...shape], of pictures in 0..1. The caller owns it. */
export function toInputs(bytes: Uint8Array, shape: Shape): TF.Tensor {
  const values = isPicture(shape) ? inUnit(bytes) : floats(bytes)
  return tf.tensor(values, [bytes.length / inputBytes(shape), ...shape])
}

function inUnit(bytes: Uint8Array): Float32Array {
  const values = new Float32Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) values[i] = UNIT[bytes[i]!]!
  return values
}

/** Rows of features from their bytes, wherever those lie. */
export const floats = (bytes: Uint8Array): Float32Array<ArrayBuffer> => new Float32Array(bytes.slice().buffer)

/** Throws `wrong-usage` where the bytes are not those of `count` inputs of this shape. */
export function checkInputs(bytes: Uint8Array, count: number, shape: Shape): void {
  const expected = count * inputBytes(shape)
  if (bytes.length === expected) return
  throw new HaberdashError(
    'wrong-usage',
    `${count} images of ${shape.join(' x ')} are ${expected} bytes, but ${bytes.length} came.`,
  )
}
