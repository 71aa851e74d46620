import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findGarment } from './garment.ts'
import { photoForm, surroundings } from './photo-form.ts'
import { drawPhoto } from './testing.ts'

const SIZE = 96

type Rgb = [number, number, number]
const ORANGE: Rgb = [220, 90, 20]

/** How many of the input's pixels are about this colour, and the rows and columns they span. */
function spanOf(input: Uint8Array, colour: Rgb) {
  const near = Array.from({ length: SIZE * SIZE }, (_, i) => i).filter((i) =>
    colour.every((value, c) => Math.abs(input[i * 3 + c]! - value) < 40),
  )
  const rows = near.map((i) => Math.floor(i / SIZE))
  const columns = near.map((i) => i % SIZE)
  const span = (values: number[]) => Math.max(...values) - Math.min(...values) + 1
  return { height: span(rows), width: span(columns) }
}

const garmentOf = (width: number, height: number, inside: (x: number, y: number) => boolean) =>
  drawPhoto(width, height, { seed: 3, noise: 5, ground: [225, 225, 215] }, (x, y) =>
    inside(x, y) ? ORANGE : undefined,
  )

describe('photoForm', () => {
  test('brings a small garment near, in its own colours and proportions', () => {
    const photo = garmentOf(400, 300, (x, y) => x > 40 && x < 100 && y > 100 && y < 220)
    const { width, height } = spanOf(
      photoForm(photo, surroundings(photo, findGarment(photo)), { width: SIZE, height: SIZE }),
      ORANGE,
    )
    expect(height).toBeGreaterThan(0.7 * SIZE)
    expect(height).toBeLessThan(0.9 * SIZE)
    expect(width / height).toBeCloseTo(0.5, 1)
  })

  test('goes on with its edge where the photo ends too soon, and leaves no bars', () => {
    const photo = garmentOf(120, 480, (_, y) => y > 30 && y < 450)
    const input = photoForm(photo, surroundings(photo, findGarment(photo)), { width: SIZE, height: SIZE })
    for (const row of [20, 48, 75]) {
      for (const column of [0, SIZE - 1]) {
        const at = (row * SIZE + column) * 3
        ORANGE.forEach((value, c) => expect(Math.abs(input[at + c]! - value)).toBeLessThan(40))
      }
    }
  })

  test('any photo gives a whole input', () => {
    const side = fc.integer({ min: 1, max: 60 })
    fc.assert(
      fc.property(side, side, fc.nat(255), (width, height, seed) => {
        const photo = drawPhoto(width, height, { seed, noise: 90, ground: [120, 130, 140] })
        const input = photoForm(photo, surroundings(photo, findGarment(photo)), { width: SIZE, height: SIZE })
        expect(input).toHaveLength(SIZE * SIZE * 3)
        // The ground is grey with noise of 90 at most: black would be a pixel that nobody wrote.
        expect(Math.min(...input)).toBeGreaterThan(20)
      }),
      { numRuns: 40 },
    )
  })
})
