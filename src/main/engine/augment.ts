import type { Augmentation } from '../../shared/contract/engine.ts'
import { UNIT, type PictureShape } from './pixels.ts'
import { recolour } from './recolour.ts'
import type { Random } from '../../shared/random.ts'

/** An erased rectangle covers this much of the image, and is at most this many times as long as wide (Zhong et al.). */
const ERASE_AREA = [0.02, 0.25] as const
const ERASE_ASPECT = 3

/** Where in the source a pixel of the result comes from: x' = ax * x + ay * y + a0, and so for y'. In pixels. */
type Affine = { ax: number; ay: number; a0: number; bx: number; by: number; b0: number }

/** One draw of flip, zoom, rotation and shift, about the middle of the image. */
function drawAffine(options: Augmentation, [height, width]: PictureShape, random: Random): Affine {
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

/** How finely powers are told apart: so many tables are made once, and none for an image. */
const POWERS = 256

/**
 * Tables of the values of the 256 bytes, 0..1, by powers from 1 / (1 + contrast) to 1 + contrast, even in their
 * logarithm: black stays black, white white, and what is between grows lighter or darker.
 */
function toneTables(contrast: number): Float32Array[] {
  if (contrast === 0) return [UNIT]
  return Array.from({ length: POWERS }, (_, i) => {
    const power = (1 + contrast) ** ((2 * i) / (POWERS - 1) - 1)
    return UNIT.map((value) => value ** power)
  })
}

let made = { contrast: 0, tables: toneTables(0) }

/** Kept for the next batch, which wants the same. */
function tonesOf(contrast: number): Float32Array[] {
  if (made.contrast !== contrast) made = { contrast, tables: toneTables(contrast) }
  return made.tables
}

/** Room for one image with a border of black, a pixel wide, so that none of its neighbours needs to be asked for. */
const bordered = ([height, width, channels]: PictureShape) =>
  new Float32Array((height + 2) * (width + 2) * channels)

/** Puts the image at `from` within its border, each byte as what it is worth. */
function unpack(
  source: Uint8Array,
  from: number,
  [height, width, channels]: PictureShape,
  tones: Float32Array,
  image: Float32Array,
): void {
  const row = width * channels
  let at = from
  for (let y = 1; y <= height; y++) {
    const start = y * (row + 2 * channels) + channels
    for (let i = start; i < start + row; i++) image[i] = tones[source[at++]!]!
  }
}

/** Bilinear sampling of an image within its border at `affine`, into `target` at `to`; outside of it is black. */
function warp(
  image: Float32Array,
  shape: PictureShape,
  target: Float32Array,
  to: number,
  affine: Affine,
): void {
  const [height, width, channels] = shape
  const row = (width + 2) * channels
  const { ax, bx } = affine
  let out = to
  for (let y = 0; y < height; y++) {
    // Counted from the border's corner.
    const fromX = affine.ay * y + affine.a0 + 1
    const fromY = affine.by * y + affine.b0 + 1
    for (let x = 0; x < width; x++) {
      const sx = ax * x + fromX
      const sy = bx * x + fromY
      if (sx >= 0 && sy >= 0 && sx < width + 1 && sy < height + 1) {
        const x0 = sx | 0
        const y0 = sy | 0
        const fx = sx - x0
        const fy = sy - y0
        let at = y0 * row + x0 * channels
        for (let c = 0; c < channels; c++, at++) {
          const upper = image[at]! * (1 - fx) + image[at + channels]! * fx
          const lower = image[at + row]! * (1 - fx) + image[at + row + channels]! * fx
          target[out++] = upper * (1 - fy) + lower * fy
        }
      } else {
        for (let c = 0; c < channels; c++) target[out++] = 0
      }
    }
  }
}

/** Fills a random rectangle with noise. */
function erase(
  target: Float32Array,
  to: number,
  [height, width, channels]: PictureShape,
  random: Random,
): void {
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

const changesNothing = ({ flip, ...amounts }: Augmentation): boolean =>
  !flip && Object.values(amounts).every((amount) => amount === 0)

/** The images of `indices` as they are. */
function copyBatch(source: Uint8Array, indices: Uint32Array, size: number, target: Float32Array): void {
  let out = 0
  for (const index of indices) {
    for (let at = index * size; at < (index + 1) * size; at++) target[out++] = UNIT[source[at]!]!
  }
}

/**
 * Writes the images of `indices`, each changed at random, to `target` (float32, NHWC, 0..1) and gives back the part of
 * it that was written. `source` holds bytes 0..255, NHWC. Measured: 512 images of 28 x 28 with every change in some 3 ms of
 * one core.
 */
export function augmentBatch(
  source: Uint8Array,
  indices: Uint32Array,
  shape: PictureShape,
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
  const tables = tonesOf(options.contrast ?? 0)
  const image = bordered(shape)
  const colour = shape[2] === 3 ? (options.colour ?? 0) : 0
  indices.forEach((index, i) => {
    // Nothing is drawn where there is nothing to choose from.
    const tones = tables.length > 1 ? tables[random.below(tables.length)]! : UNIT
    unpack(source, index * size, shape, tones, image)
    warp(image, shape, target, i * size, drawAffine(options, shape, random))
    if (colour > 0) recolour(target, i * size, size / 3, colour, random)
    if (random.next() < options.erase) erase(target, i * size, shape, random)
  })
  return written
}
