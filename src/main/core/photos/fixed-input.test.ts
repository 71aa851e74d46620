import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COLOUR_INPUT, FASHION_MNIST_INPUT } from '../../../shared/domain.ts'
import { MIN_CROP, NO_FIX, PhotoFix, turnedSize } from '../../../shared/photo-fix.ts'
import { toModelInput } from './preprocess.ts'
import { rotatePhoto } from './rotate.ts'
import { drawPhoto } from './testing.ts'

type Rgb = [number, number, number]
const GROUND: Rgb = [225, 220, 210]
const NAVY: Rgb = [30, 40, 90]

const draw = (garment: (x: number, y: number) => Rgb | undefined, width = 240, height = 240) =>
  drawPhoto(width, height, { seed: 5, noise: 4, ground: GROUND }, garment)
const seen = (photo: ReturnType<typeof draw>, change: Partial<PhotoFix>) =>
  toModelInput(photo, FASHION_MNIST_INPUT, { ...NO_FIX, ...change })
const at = (input: Uint8Array, x: number, y: number) => input[y * 28 + x]!

/** How many of the input's columns and rows have anything light in them. */
function extent(input: Uint8Array) {
  const lit = [...input.keys()].filter((i) => input[i]! > 60)
  const count = (line: (i: number) => number) => new Set(lit.map(line)).size
  return { columns: count((i) => i % 28), rows: count((i) => Math.floor(i / 28)) }
}

describe('a rotation', () => {
  /** A bar of 60 x 160, leaning to the right by `degrees`. */
  const leaning = (degrees: number) =>
    draw((x, y) => {
      const angle = (degrees * Math.PI) / 180
      const [across, down] = [x - 119.5, y - 119.5]
      const u = across * Math.cos(angle) + down * Math.sin(angle)
      const v = down * Math.cos(angle) - across * Math.sin(angle)
      return Math.abs(u) < 30 && Math.abs(v) < 80 ? NAVY : undefined
    })

  test.each([-50, -20, 35, 90, 135])(
    'of the opposite angle sets upright what leans by %d degrees',
    async (lean) => {
      const { columns, rows } = extent(await seen(leaning(lean), { rotate: -lean }))
      expect(rows).toBe(28)
      expect(columns).toBeGreaterThanOrEqual(9)
      expect(columns).toBeLessThanOrEqual(13)
    },
  )

  test('four quarter turns are none, to the byte', () => {
    const size = fc.integer({ min: 1, max: 30 })
    fc.assert(
      fc.property(size, size, fc.nat(255), (width, height, seed) => {
        const photo = drawPhoto(width, height, { seed, noise: 90, ground: GROUND })
        const turned = [90, 90, -90, 180, -180, 90, 90, 90].reduce(rotatePhoto, photo)
        expect(turned).toEqual(photo)
      }),
    )
  })

  test('goes clockwise', () => {
    const photo = draw((x, y) => (x < 10 && y < 10 ? NAVY : undefined), 100, 60)
    const turned = rotatePhoto(photo, 90)
    expect([turned.width, turned.height]).toEqual([60, 100])
    expect(turned.rgb[(5 * 60 + 55) * 3]).toBeLessThan(50)
  })

  test('by any angle takes the room that turnedSize says, and makes up no colour', () => {
    const size = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(size, size, fc.double({ min: -180, max: 180, noNaN: true }), (width, height, degrees) => {
        const turned = rotatePhoto(
          drawPhoto(width, height, { seed: 1, noise: 20, ground: [128, 128, 128] }),
          degrees,
        )
        const room = turnedSize({ width, height }, degrees)
        expect(Math.abs(turned.width - room.width)).toBeLessThanOrEqual(1)
        expect(Math.abs(turned.height - room.height)).toBeLessThanOrEqual(1)
        expect(turned.rgb).toHaveLength(turned.width * turned.height * 3)
        expect(turned.rgb.every((value) => value >= 107 && value <= 149)).toBe(true)
      }),
    )
  })
})

describe('a crop', () => {
  /** Two garments side by side: a tall one on the left, a wide one on the right. */
  const two = draw((x, y) => {
    if (x > 30 && x < 80 && y > 40 && y < 200) return NAVY
    return x > 135 && x < 225 && y > 95 && y < 145 ? NAVY : undefined
  })
  const left = { x: 0, y: 0, width: 0.5, height: 1 }
  const right = { x: 0.5, y: 0, width: 0.5, height: 1 }

  test('of a half shows that half only', async () => {
    const tall = extent(await seen(two, { crop: left }))
    const wide = extent(await seen(two, { crop: right }))
    expect(tall.rows).toBeGreaterThan(2 * tall.columns)
    expect(wide.columns).toBeGreaterThan(1.5 * wide.rows)
  })

  test('is taken as it is, however much ground it holds', async () => {
    const { rows, columns } = extent(await seen(two, { crop: { x: 0, y: 0, width: 1, height: 1 } }))
    expect(rows).toBeLessThan(22)
    expect(columns).toBeLessThan(26)
  })

  test('is of the photo as it is seen after the rotation', async () => {
    // Turned clockwise by a quarter, the left half is the upper one.
    const tall = await seen(two, { crop: left })
    const turned = await seen(two, { rotate: 90, crop: { x: 0, y: 0, width: 1, height: 0.5 } })
    expect(extent(turned)).toEqual({ rows: extent(tall).columns, columns: extent(tall).rows })
  })

  test('is all that is seen in colour, without the surroundings', async () => {
    const halves = draw((x) => (x < 120 ? [200, 40, 40] : [40, 40, 200]))
    const input = await toModelInput(halves, COLOUR_INPUT, { ...NO_FIX, crop: left })
    const blue = input.filter((_, i) => i % 3 === 2)
    expect(blue).toHaveLength(96 * 96)
    expect(Math.max(...blue)).toBeLessThan(60)
  })

  test('in which no garment was found is garment throughout', async () => {
    const corner = await seen(two, { crop: { x: 0, y: 0.9, width: 0.1, height: 0.1 } })
    expect(extent(corner)).toEqual({ rows: 28, columns: 28 })
  })
})

test('without the mask the ground is seen too', async () => {
  const shirt = draw((x, y) => (x > 90 && x < 150 && y > 40 && y < 200 ? NAVY : undefined))
  const crop = { x: 0.25, y: 0.1, width: 0.5, height: 0.8 }
  const [masked, whole] = [await seen(shirt, { crop }), await seen(shirt, { crop, mask: 'off' })]
  expect(at(masked, 7, 14)).toBe(0)
  expect(at(whole, 7, 14)).toBeGreaterThanOrEqual(40)
  expect(at(whole, 14, 14)).toBeGreaterThan(at(whole, 7, 14) + 60)
})

test('inverted, light and dark change places', async () => {
  // Dark above, light below.
  const shirt = draw((x, y) => {
    if (x < 80 || x > 160 || y < 40 || y > 200) return undefined
    return y < 120 ? [30, 30, 30] : [150, 60, 60]
  })
  const [usual, inverted] = [await seen(shirt, {}), await seen(shirt, { invert: true })]
  expect(at(usual, 14, 6)).toBeGreaterThan(at(usual, 14, 21) + 40)
  expect(at(inverted, 14, 21)).toBeGreaterThan(at(inverted, 14, 6) + 40)
  expect(at(inverted, 0, 0)).toBe(0)
})

test('no fix changes nothing', async () => {
  const photo = draw((x, y) => (x > 60 && y > 70 && x < 170 && y < 190 ? NAVY : undefined))
  expect(await seen(photo, {})).toEqual(await toModelInput(photo, FASHION_MNIST_INPUT))
})

test('any fix of any photo gives a whole input', async () => {
  const size = fc.integer({ min: 1, max: 60 })
  const fraction = (min = 0) => fc.double({ min, max: 1, noNaN: true })
  const crop = fc
    .record({ x: fraction(), y: fraction(), width: fraction(MIN_CROP), height: fraction(MIN_CROP) })
    .filter(({ x, y, width, height }) => x + width <= 1 && y + height <= 1)
  const fix = fc.record({
    crop: fc.option(crop),
    rotate: fc.double({ min: -180, max: 180, noNaN: true }),
    invert: fc.boolean(),
    mask: fc.constantFrom('auto' as const, 'off' as const),
  })
  await fc.assert(
    fc.asyncProperty(size, size, fc.nat(255), fix, async (width, height, seed, change) => {
      const photo = drawPhoto(width, height, { seed, noise: 60, ground: [120, 130, 140] })
      const input = await seen(photo, PhotoFix.parse(change))
      expect(input).toHaveLength(784)
      expect(Math.max(...input)).toBeGreaterThanOrEqual(40)
    }),
    { numRuns: 60 },
  )
})

test.each([
  ['too narrow', { x: 0, y: 0, width: 0.04, height: 1 }],
  ['over the edge', { x: 0.6, y: 0, width: 0.5, height: 1 }],
  ['off the photo', { x: -0.1, y: 0, width: 0.5, height: 1 }],
])('a crop that is %s is refused', (_, crop) => {
  expect(PhotoFix.safeParse({ ...NO_FIX, crop }).success).toBe(false)
})
