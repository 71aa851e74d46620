import { expect, test } from 'vitest'
import { COLOUR_INPUT, FASHION_MNIST_INPUT } from '../../../shared/domain.ts'
import { inputToPhoto } from '../../../shared/input-place.ts'
import { NO_FIX, type PhotoFix } from '../../../shared/photo-fix.ts'
import { placeOf } from './place.ts'
import { toModelInput } from './preprocess.ts'
import { drawPhoto } from './testing.ts'

type Rgb = [number, number, number]

/** A navy garment on a light ground, with a mark on it that the photo has once: its middle is at 130, 70. */
const marked = (mark: Rgb) =>
  drawPhoto(300, 200, { seed: 3, noise: 3, ground: [225, 220, 210] }, (x, y) => {
    if (Math.abs(x - 130) <= 8 && Math.abs(y - 70) <= 8) return mark
    return x > 90 && x < 190 && y > 30 && y < 180 ? [30, 40, 90] : undefined
  })

/** The middle of what is brightest by a measure, in fractions of the input. */
function middle(side: number, bright: (pixel: number) => number): [number, number] {
  let [x, y, sum] = [0, 0, 0]
  for (let pixel = 0; pixel < side * side; pixel++) {
    const weight = Math.max(0, bright(pixel))
    x += weight * ((pixel % side) + 0.5)
    y += weight * (Math.floor(pixel / side) + 0.5)
    sum += weight
  }
  return [x / sum / side, y / sum / side]
}

const FIXES: [string, Partial<PhotoFix>][] = [
  ['left to itself', {}],
  ['turned by a quarter', { rotate: 90 }],
  ['turned by some degrees', { rotate: -25 }],
  ['cropped', { crop: { x: 0.2, y: 0.1, width: 0.5, height: 0.5 } }],
  ['turned and cropped', { rotate: 30, crop: { x: 0.2, y: 0.15, width: 0.6, height: 0.6 } }],
]

const photoPlace = (
  [u, v]: [number, number],
  photo: ReturnType<typeof marked>,
  fix: PhotoFix,
  form: typeof COLOUR_INPUT,
) => {
  const [a, b, c, d, e, f] = inputToPhoto(placeOf(photo, form, fix))
  return [a * u + c * v + e, b * u + d * v + f]
}

test.each(FIXES)('what is seen in the colour form is where the place says: a photo %s', async (_, change) => {
  const photo = marked([250, 20, 20])
  const fix = { ...NO_FIX, ...change }
  const input = await toModelInput(photo, COLOUR_INPUT, fix)
  const red = middle(96, (pixel) => input[pixel * 3]! - Math.max(60, input[pixel * 3 + 1]! + 40))
  const [x, y] = photoPlace(red, photo, fix, COLOUR_INPUT)
  expect(Math.abs(x! - 130)).toBeLessThan(2)
  expect(Math.abs(y! - 70)).toBeLessThan(2)
})

test("and in Fashion-MNIST's form", async () => {
  // Black, where the rest of the garment is grey: negated, the lightest of all.
  const photo = marked([0, 0, 0])
  const fix = { ...NO_FIX, crop: { x: 0.3, y: 0.15, width: 0.3, height: 0.7 }, mask: 'off' as const }
  const input = await toModelInput(photo, FASHION_MNIST_INPUT, fix)
  const most = Math.max(...input)
  const black = middle(28, (pixel) => input[pixel]! - (most - 12))
  const [x, y] = photoPlace(black, photo, fix, FASHION_MNIST_INPUT)
  expect(Math.abs(x! - 130)).toBeLessThan(4)
  expect(Math.abs(y! - 70)).toBeLessThan(4)
})
