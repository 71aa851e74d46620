import type { InputSpec } from '../../../shared/domain.ts'
import { luma } from './colour.ts'
import type { DecodedPhoto } from './decode.ts'
import { findGarment, type Garment } from './garment.ts'
import { resampleArea } from './raster.ts'

/** Bounds of the garment's grey in a model input: Fashion-MNIST's own garments mostly lie between them. */
const DARKEST = 60
const LIGHTEST = 245

/** Value at `part` (0..1) of the sorted values. */
const quantile = (sorted: Float32Array, part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0

/** Negated grey of the garment, its contrast stretched to Fashion-MNIST's, so a white shirt doesn't vanish in black. */
function tones(grey: Float32Array, cover: Float32Array): Float32Array {
  const negated = grey.map((v) => 255 - v)
  const inside = negated.filter((_, i) => cover[i]! > 127).sort()
  const low = quantile(inside, 0.05)
  const range = Math.max(quantile(inside, 0.95) - low, 1)
  return negated.map((v) => DARKEST + Math.min(Math.max((v - low) / range, 0), 1) * (LIGHTEST - DARKEST))
}

/** A garment of a photo in Fashion-MNIST's form: crop, longest edge to the input's, grey, negated, centred on black. */
export function garmentToInput(photo: DecodedPhoto, garment: Garment, spec: InputSpec): Uint8Array {
  const { box } = garment
  const scale = Math.min(spec.width / box.width, spec.height / box.height)
  const width = Math.max(1, Math.round(box.width * scale))
  const height = Math.max(1, Math.round(box.height * scale))
  const rgb = resampleArea(
    { data: photo.rgb, channels: 3, width: photo.width, height: photo.height },
    box,
    width,
    height,
  )
  const cover = resampleArea(
    { data: garment.mask, channels: 1, width: photo.width, height: photo.height },
    box,
    width,
    height,
  )
  const grey = Float32Array.from({ length: width * height }, (_, i) =>
    luma(rgb[i * 3]!, rgb[i * 3 + 1]!, rgb[i * 3 + 2]!),
  )
  const light = tones(grey, cover)
  const input = new Uint8Array(spec.height * spec.width)
  const left = Math.floor((spec.width - width) / 2)
  const top = Math.floor((spec.height - height) / 2)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x
      input[(top + y) * spec.width + left + x] = Math.round(light[i]! * (cover[i]! / 255))
    }
  return input
}

/**
 * The one function from a photo to a model's input; classification, training and export all call it.
 *
 * Gives height * width * channels bytes, 0..255, row-major. The form is Fashion-MNIST's, made as its paper makes it
 * (Xiao, Rasul, Vollgraf 2017, arXiv 1708.07747, section 2): crop to the garment, longest edge to 28, negate, grey,
 * pad to a square.
 */
export async function toModelInput(photo: DecodedPhoto, spec: InputSpec): Promise<Uint8Array> {
  return garmentToInput(photo, findGarment(photo), spec)
}
