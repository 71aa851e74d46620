import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Crop, MIN_CROP } from '../../../../shared/photo-fix.ts'
import { HANDLES, moved, normalised, resized, turned } from './crop.ts'

const fraction = (min = 0) => fc.double({ min, max: 1, noNaN: true })
const crops = fc
  .record({ x: fraction(), y: fraction(), width: fraction(MIN_CROP), height: fraction(MIN_CROP) })
  .filter((crop) => Crop.safeParse(crop).success)
const by = fc.double({ min: -2, max: 2, noNaN: true })
const degrees = fc.integer({ min: -180, max: 180 })
const photo = { width: 300, height: 200 }

test('whatever is done to a crop, it can be stored', () => {
  fc.assert(
    fc.property(
      crops,
      fc.constantFrom(...HANDLES),
      by,
      by,
      degrees,
      degrees,
      (crop, handle, x, y, from, to) => {
        for (const made of [moved(crop, x, y), resized(crop, handle, x, y), turned(crop, photo, from, to)]) {
          expect(Crop.safeParse(made).success).toBe(true)
        }
      },
    ),
  )
})

describe('moved', () => {
  test('a crop keeps its size, also at the edge', () => {
    const crop = moved({ x: 0.5, y: 0.5, width: 0.3, height: 0.2 }, 0.4, -0.1)
    expect(crop).toEqual({ x: 0.7, y: 0.4, width: 0.3, height: 0.2 })
  })
})

describe('resized', () => {
  const crop = { x: 0.2, y: 0.2, width: 0.4, height: 0.4 }

  test.each([
    ['se', { x: 0.2, y: 0.2, width: 0.5, height: 0.6 }],
    ['nw', { x: 0.3, y: 0.4, width: 0.3, height: 0.2 }],
    ['n', { x: 0.2, y: 0.4, width: 0.4, height: 0.2 }],
    ['w', { x: 0.3, y: 0.2, width: 0.3, height: 0.4 }],
  ] as const)('by %s moves its edges, and leaves the others', (handle, wanted) => {
    const made = resized(crop, handle, 0.1, 0.2)
    for (const side of ['x', 'y', 'width', 'height'] as const) expect(made[side]).toBeCloseTo(wanted[side])
  })

  test('an edge stops short of the other one', () => {
    const made = resized(crop, 'w', 0.9, 0)
    expect(made.width).toBeCloseTo(MIN_CROP)
    expect(made.x + made.width).toBeCloseTo(0.6)
  })
})

describe('turned', () => {
  test('by a quarter, a crop goes along with what it holds', () => {
    // The upper left corner comes to the upper right.
    const made = turned({ x: 0, y: 0, width: 0.5, height: 0.25 }, photo, 0, 90)
    const wanted = { x: 0.75, y: 0, width: 0.25, height: 0.5 }
    for (const side of ['x', 'y', 'width', 'height'] as const) expect(made[side]).toBeCloseTo(wanted[side])
  })

  test('four quarters bring it back', () => {
    fc.assert(
      fc.property(crops, (crop) => {
        const made = [90, 180, 270, 360].reduce((each, to) => turned(each, photo, to - 90, to), crop)
        for (const side of ['x', 'y', 'width', 'height'] as const) expect(made[side]).toBeCloseTo(crop[side])
      }),
    )
  })

  test('by a little, it is as large in the photo as before', () => {
    const made = turned({ x: 0.4, y: 0.4, width: 0.2, height: 0.2 }, photo, 0, 30)
    // The turned photo is 300 cos 30 + 200 sin 30 wide.
    expect(made.width * (300 * Math.cos(Math.PI / 6) + 100)).toBeCloseTo(60)
    expect(made.x + made.width / 2).toBeCloseTo(0.5)
  })
})

test('degrees go round', () => {
  expect([190, -190, 180, -180, 360, 45].map(normalised)).toEqual([-170, 170, 180, 180, 0, 45])
})
