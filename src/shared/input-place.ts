import type { InputPlace } from './contract/network.ts'
import { turn, turnedSize } from './photo-fix.ts'

/** As a canvas takes it: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number]

/** The way from a model's input, in fractions of its width and height, to the photo it was made of, in pixels. */
export function inputToPhoto({ width, height, rotate, box, within }: InputPlace): Matrix {
  const turned = turnedSize({ width, height }, rotate)
  const { cos, sin } = turn(rotate)
  // To the turned photo: as the box fills its part of the input.
  const right = (box.width / within.width) * turned.width
  const down = (box.height / within.height) * turned.height
  // Where the input begins there, seen from its middle, around which it is turned back.
  const x = (box.x - 0.5) * turned.width - within.x * right
  const y = (box.y - 0.5) * turned.height - within.y * down
  return [
    ...([right * cos, -right * sin, down * sin, down * cos] as const),
    width / 2 + x * cos + y * sin,
    height / 2 - x * sin + y * cos,
  ]
}
