import type { Augmentation } from '../../shared/contract/engine.ts'
import { UNIT, type Shape } from './pixels.ts'
import type { Random } from '../../shared/random.ts'

/** An erased rectangle covers this much of the image, and is at most this many times as long as wide (Zhong et al.). */
const ERASE_AREA = [0.02, 0.25] as const
const ERASE_ASPECT = 3

/** Where in the source a pixel of the result comes from: x' = ax * x + ay * y + a0, and so for y'. In pixels. */
type Affine = { ax: number; ay: number; a0: number; bx: number; by: number; b0: number }

/** One draw of flip, zoom, rotation and shift, about the middle of the image. */
function drawAffine(options: Augmentation, [height, width]: Shape, random: Random): Affine {
  const mirror = options.flip && random.next() < 0.5 ? -1 : 1
  const scale = 1 / random.between(1 - options.zoom, 1 + options.zoom)
  const angle = (random.between(-options.rotate, options.rotate) * Math.PI) / 180
  const shiftX = random.between(-options.shift, options.shift) * width
  const shiftY = random.between(-options.shift, options.shift) * height
  const cos = Math.cos(angle) * scale
  const sin = Math.sin(angle) * scale
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2]
  const [ax, ay, bx, by] = [mirror * cos, mirror * sin, -sin, cos]
  return {
    ...{ ax, ay, a0: middleX - ax * (middleX + shiftX) - ay * (middleY + shiftY) },
    ...{ bx, by, b0: middleY - bx * (middleX + shiftX) - by * (middleY + shiftY) },
  }
}

/**
 * Values of the 256 bytes, 0..1. With contrast they follow a power drawn evenly (in its logarithm) from
 * 1 / (1 + contrast) to 1 + contrast: black stays black, white white, and what is between grows lighter or darker.
 */
function drawTones(contrast: number, random: Random, into: Float32Array): Float32Array {
  if (contrast === 0) return UNIT
  const power = (1 + contrast) ** random.between(-1, 1)
  for (let byte = 0; byte < 256; byte++) into[byte] = UNIT[byte]! ** power
  return into
}

/** Bilinear sampling of one image at `affine`; outside of it is black. */
function warp(
  source: Uint8Array,
  from: number,
  target: Float32Array,
  to: number,
  shape: Shape,
  affine: Affine,
  tones: Float32Array,
): void {
  const [height, width, channels] = shape
  const row = width * channels
  let out = to
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sx = affine.ax * x + affine.ay * y + affine.a0
      const sy = affine.bx * x + affine.by * y + affine.b0
      const x0 = Math.floor(sx)
      const y0 = Math.floor(sy)
      const fx = sx - x0
      const fy = sy - y0
      const left = x0 >= 0 && x0 < width
      const right = x0 >= -1 && x0 < width - 1
      const top = y0 >= 0 && y0 < height
      const bottom = y0 >= -1 && y0 < height - 1
      let at = from + y0 * row + x0 * channels
      for (let c = 0; c < channels; c++, at++) {
        const upper = top
          ? (left ? tones[source[at]!]! * (1 - fx) : 0) + (right ? tones[source[at + channels]!]! * fx : 0)
          : 0
        const lower = bottom
          ? (left ? tones[source[at + row]!]! * (1 - fx) : 0) +
            (right ? tones[source[at + row + channels]!]! * fx : 0)
          : 0
        target[out++] = upper * (1 - fy) + lower * fy
      }
    }
  }
}

/** Fills a random rectangle with noise. */
function erase(target: Float32Array, to: number, [height, width, channels]: Shape, random: Random): void {
  const area = random.between(...ERASE_AREA) * height * width
  const aspect = ERASE_ASPECT ** random.between(-1, 1)
  const rows = Math.max(1, Math.min(height, Math.round(Math.sqrt(area * aspect))))
  const columns = Math.max(1, Math.min(width, Math.round(Math.sqrt(area / aspect))))
  const top = random.below(height - rows + 1)
  const left = random.below(width - columns + 1)
  for (let y = top; y < top + rows; y++) {
    const start = to + (y * width + left) * channels
    for (let i = start; i < start + columns * channels; i++) target[i] = random.next()
  }
}

const changesNothing = ({ flip, shift, zoom, rotate, erase, contrast = 0 }: Augmentation): boolean =>
  !flip && [shift, zoom, rotate, erase, contrast].every((amount) => amount === 0)

/** The images of `indices` as they are. */
function copyBatch(source: Uint8Array, indices: Uint32Array, size: number, target: Float32Array): void {
  let out = 0
  for (const index of indices) {
    for (let at = index * size; at < (index + 1) * size; at++) target[out++] = UNIT[source[at]!]!
  }
}

/**
 * Writes the images of `indices`, each changed at random, to `target` (float32, NHWC, 0..1) and gives back the part of
 * it that was written. `source` holds bytes 0..255, NHWC. Measured: 512 images of 28 x 28 in some 5 ms on one core.
 */
export function augmentBatch(
  source: Uint8Array,
  indices: Uint32Array,
  shape: Shape,
  options: Augmentation,
  random: Random,
  target: Float32Array,
): Float32Array {
  const size = shape[0] * shape[1] * shape[2]
  const written = target.subarray(0, indices.length * size)
  if (changesNothing(options)) {
    copyBatch(source, indices, size, written)
    return written
  }
  const scratch = new Float32Array(256)
  indices.forEach((index, i) => {
    const tones = drawTones(options.contrast ?? 0, random, scratch)
    warp(source, index * size, target, i * size, shape, drawAffine(options, shape, random), tones)
    if (random.next() < options.erase) erase(target, i * size, shape, random)
  })
  return written
}
