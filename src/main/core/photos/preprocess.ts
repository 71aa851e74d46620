import type { InputSpec } from '../../../shared/domain.ts'
import { NO_FIX, type PhotoFix } from '../../../shared/photo-fix.ts'
import { luma } from './colour.ts'
import type { DecodedPhoto } from './decode.ts'
import { fixGarment, type FixedGarment } from './fix-garment.ts'
import { findGarment, type Garment } from './garment.ts'
import { photoForm, surroundings } from './photo-form.ts'
import { fitted, resampleArea } from './raster.ts'
import { rotatePhoto } from './rotate.ts'

/** Bounds of the garment's grey in a model input: nine in ten of Fashion-MNIST's garment pixels lie between them. */
const DARKEST = 40
const LIGHTEST = 250
/** Contrast is raised until nine in ten pixels span this much, but at most so many times, or plain cloth turns to noise. */
const SPAN = 150
const HIGHEST_GAIN = 2

/** Value at `part` (0..1) of the sorted values, of which there is at least one. */
const quantile = (sorted: Float32Array, part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!

/**
 * Turns the garment's tones (0..255) into Fashion-MNIST's: contrast stretched, and their middle moved into
 * Fashion-MNIST's own range, so that a white shirt, nearly black when negated, doesn't vanish.
 */
function tones(light: Float32Array, cover: Float32Array): Float32Array {
  const within = light.filter((_, i) => cover[i]! > 127)
  const sorted = (within.length > 0 ? within : light.slice()).sort()
  const span = Math.max(1, quantile(sorted, 0.95) - quantile(sorted, 0.05))
  const gain = Math.min(HIGHEST_GAIN, SPAN / span)
  const from = quantile(sorted, 0.5)
  const to = 100 + 0.4 * from
  return light.map((value) => Math.min(LIGHTEST, Math.max(DARKEST, to + gain * (value - from))))
}

/**
 * A garment of a photo in Fashion-MNIST's form: cropped to its box, the longest edge as long as the input, grey,
 * negated (unless `invert`), centred on black. Bytes 0..255, row-major, height * width * channels of them.
 */
function fashionMnistForm(
  photo: DecodedPhoto,
  { box, mask }: Garment,
  spec: InputSpec,
  invert: boolean,
): Uint8Array {
  const { x: left, y: top, width, height } = fitted(box, spec)
  const size = { width: photo.width, height: photo.height }
  const rgb = resampleArea({ data: photo.rgb, channels: 3, ...size }, box, width, height)
  const cover = resampleArea({ data: mask, channels: 1, ...size }, box, width, height)
  const fullest = cover.reduce((a, b) => Math.max(a, b), 1)
  const grey = cover.map((_, i) => luma(rgb[i * 3]!, rgb[i * 3 + 1]!, rgb[i * 3 + 2]!))
  const light = tones(invert ? grey : grey.map((value) => 255 - value), cover)
  const input = new Uint8Array(spec.height * spec.width * spec.channels)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x
      input[(top + y) * spec.width + left + x] = Math.round((light[i]! * cover[i]!) / fullest)
    }
  }
  return input
}

/** A photo the right way up, and the garment that was found in it. */
export type Seen = { photo: DecodedPhoto; garment: Garment }

/** Turns a photo by `degrees` and looks for the garment in it: the slow half of the way to a model's input. */
export function look(photo: DecodedPhoto, degrees: number): Seen {
  const upright = rotatePhoto(photo, degrees)
  return { photo: upright, garment: findGarment(upright) }
}

/** The other half: what a model sees of it, and the garment as it was taken. The colour form has no use for a mask. */
export function inputOf(
  { photo, garment }: Seen,
  spec: InputSpec,
  fix: PhotoFix,
): { input: Uint8Array; garment: FixedGarment } {
  const fixed = fixGarment(photo, garment, fix)
  if (spec.form === 'fashion-mnist') {
    return { input: fashionMnistForm(photo, fixed, spec, fix.invert), garment: fixed }
  }
  const box = fix.crop ? fixed.box : surroundings(photo, garment)
  return { input: photoForm(photo, box, spec), garment: { ...fixed, box, masked: false } }
}

/**
 * The one way from a photo to a model's input; classification, training and export all go it.
 *
 * Gives height * width * channels bytes, 0..255, row-major. The form is in colour (photo-form.ts), or Fashion-MNIST's,
 * made as its paper makes it (Xiao, Rasul, Vollgraf 2017, arXiv 1708.07747, section 2): crop to the garment, longest edge
 * to 28, negate, grey, pad to a square. A photo in which no garment stands out is taken whole but for its margins.
 * @param fix what a person has changed about it
 */
export async function toModelInput(
  photo: DecodedPhoto,
  spec: InputSpec,
  fix: PhotoFix = NO_FIX,
): Promise<Uint8Array> {
  return inputOf(look(photo, fix.rotate), spec, fix).input
}
