import type { InputPlace } from '../../../../shared/contract/network.ts'
import type { ClassId } from '../../../../shared/domain.ts'
import { inputToPhoto } from '../../../../shared/input-place.ts'
import { HEAT } from './shades.ts'
import type { Look } from './unpack.ts'

/** Where a network looks for a class: not negative, row by row. */
export type Heat = {
  height: number
  width: number
  values: Float32Array
  peak: number
  /** Its peak against that of the class with the highest, 0 to 1. */
  share: number
}

/** Null where the version has no maps, or does not tell the class. */
export function whereItLooks({ attention, probabilities }: Look, classId: ClassId): Heat | null {
  const at = probabilities.findIndex((each) => each.classId === classId)
  if (!attention || at < 0) return null
  const { height, width } = attention
  const area = height * width
  const values = attention.values.subarray(at * area, (at + 1) * area)
  const [peak, highest] = [values, attention.values].map((some) => some.reduce((a, b) => Math.max(a, b), 0))
  return { height, width, values, peak: peak!, share: highest! > 0 ? peak! / highest! : 0 }
}

/** Values between a cell's middle and the next's: bilinear, as the paper's pictures are made. */
export function enlarged({ height, width, values }: Heat, side: number): Float32Array {
  const out = new Float32Array(side * side)
  const [rows, columns] = [neighbours(height, side), neighbours(width, side)]
  for (const [y, { low: top, high: bottom, part: down }] of rows.entries()) {
    for (const [x, { low, high, part }] of columns.entries()) {
      const above = values[top * width + low]! * (1 - part) + values[top * width + high]! * part
      const below = values[bottom * width + low]! * (1 - part) + values[bottom * width + high]! * part
      out[y * side + x] = above * (1 - down) + below * down
    }
  }
  return out
}

const neighbours = (cells: number, side: number) =>
  Array.from({ length: side }, (_, target) => {
    const at = Math.min(cells - 1, Math.max(0, ((target + 0.5) * cells) / side - 0.5))
    const low = Math.floor(at)
    return { low, high: Math.min(low + 1, cells - 1), part: at - low }
  })

/** Pixels along an edge of a heat before it is laid over a picture. */
const SIDE = 112

/** A heat as a picture as large as the model's input is thought: by its own peak, clear where there is none. */
function heatPicture(heat: Heat): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement('canvas'), { width: SIDE, height: SIDE })
  const context = canvas.getContext('2d')
  if (!context) return canvas
  const image = context.createImageData(SIDE, SIDE)
  const words = new Uint32Array(image.data.buffer)
  const factor = heat.peak > 0 ? 255 / heat.peak : 0
  enlarged(heat, SIDE).forEach((value, i) => (words[i] = HEAT[Math.round(value * factor)]!))
  context.putImageData(image, 0, 0)
  return canvas
}

/** The longest edge of a canvas over a model's input, pixels. */
const LARGE = 448

/**
 * Draws a heat over a picture, on a canvas of its proportions that lies over it: over the photo, where it is known where in
 * it the model looked, with a frame around that; else over the model's input.
 */
export function drawHeat(
  canvas: HTMLCanvasElement,
  heat: Heat | null,
  place: InputPlace | null,
  input: { width: number; height: number },
) {
  const scale = LARGE / Math.max(input.width, input.height)
  const size = place ?? { width: input.width * scale, height: input.height * scale }
  Object.assign(canvas, { width: size.width, height: size.height })
  const context = canvas.getContext('2d')
  if (!context || !heat) return
  context.imageSmoothingQuality = 'high'
  const picture = heatPicture(heat)
  if (!place) return void context.drawImage(picture, 0, 0, size.width, size.height)
  const { x, y, width, height } = place.within
  context.setTransform(...inputToPhoto(place))
  context.drawImage(picture, x * SIDE, y * SIDE, width * SIDE, height * SIDE, x, y, width, height)
}

/** The corners of what the model saw of a photo, in fractions of it, in order around it. */
export function frameOf(place: InputPlace): [x: number, y: number][] {
  const [a, b, c, d, e, f] = inputToPhoto(place)
  const { x, y, width, height } = place.within
  const corners = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ] as const
  return corners.map(([u, v]) => [(a * u + c * v + e) / place.width, (b * u + d * v + f) / place.height])
}
