import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findGarment } from './garment.ts'
import { drawPhoto, readFixture } from './testing.ts'

const GREY = fc.integer({ min: 190, max: 240 })
const place = fc.record({
  left: fc.integer({ min: 25, max: 70 }),
  top: fc.integer({ min: 25, max: 70 }),
  width: fc.integer({ min: 80, max: 130 }),
  height: fc.integer({ min: 80, max: 130 }),
})

test('a dark garment on a light, noisy ground is found where it is', () => {
  fc.assert(
    fc.property(
      place,
      GREY,
      fc.integer({ min: 0, max: 1000 }),
      ({ left, top, width, height }, ground, seed) => {
        const photo = drawPhoto(
          220,
          220,
          { seed, noise: 8, ground: [ground, ground, ground - 15] },
          (x, y) =>
            x >= left && x < left + width && y >= top && y < top + height ? [40, 50, 90] : undefined,
        )
        const { box, found } = findGarment(photo)
        expect(found).toBe(true)
        expect(Math.abs(box.x - left)).toBeLessThanOrEqual(4)
        expect(Math.abs(box.y - top)).toBeLessThanOrEqual(4)
        expect(Math.abs(box.width - width)).toBeLessThanOrEqual(8)
        expect(Math.abs(box.height - height)).toBeLessThanOrEqual(8)
      },
    ),
    { numRuns: 25 },
  )
})

test('mask and box agree, and lie in the photo, for any photo', () => {
  const size = fc.integer({ min: 1, max: 70 })
  fc.assert(
    fc.property(
      size,
      size,
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 0, max: 255 }),
      (width, height, noise, seed) => {
        const photo = drawPhoto(width, height, { seed, noise, ground: [128, 100, 90] })
        const { mask, box } = findGarment(photo)
        expect(mask).toHaveLength(width * height)
        expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0)
        expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(1)
        expect(box.x + box.width).toBeLessThanOrEqual(width)
        expect(box.y + box.height).toBeLessThanOrEqual(height)
        const outside = mask.filter((_, i) => {
          const [x, y] = [i % width, Math.floor(i / width)]
          return x < box.x || y < box.y || x >= box.x + box.width || y >= box.y + box.height
        })
        expect(outside.every((value) => value < 128)).toBe(true)
      },
    ),
    { numRuns: 40 },
  )
})

test('where nothing stands out, the middle of the photo is taken and not called found', () => {
  const { box, found, mask } = findGarment(
    drawPhoto(200, 100, { seed: 1, noise: 2, ground: [200, 200, 200] }),
  )
  expect(found).toBe(false)
  expect(box).toEqual({ x: 20, y: 10, width: 160, height: 80 })
  expect(mask.filter((value) => value === 255)).toHaveLength(160 * 80)
})

test('a garment that reaches over two edges is kept whole, though its colour is on the border', () => {
  const photo = drawPhoto(160, 200, { seed: 3, noise: 6, ground: [225, 220, 205] }, (x, y) =>
    x > 30 && y > 40 ? [30, 60, 150] : undefined,
  )
  const { mask } = findGarment(photo)
  const inside = mask.filter((_, i) => i % 160 > 36 && Math.floor(i / 160) > 46)
  expect(inside.filter((value) => value > 127).length / inside.length).toBeGreaterThan(0.95)
})

test('a print on a shirt in the colour of the ground is part of the shirt', () => {
  const photo = drawPhoto(200, 200, { seed: 5, noise: 4, ground: [230, 230, 225] }, (x, y) => {
    if (x < 50 || x > 150 || y < 40 || y > 160) return undefined
    return x > 85 && x < 115 && y > 80 && y < 110 ? [230, 230, 225] : [150, 20, 30]
  })
  expect(findGarment(photo).mask[95 * 200 + 100]).toBe(255)
})

test.each(['navy-tshirt', 'green-pants', 'purple-dress', 'brown-boots', 'black-longsleeve'])(
  'in the real photo %s a garment is found, its middle inside and the corners not',
  async (name) => {
    const photo = await readFixture(`${name}.jpg`)
    const { found, mask, box } = findGarment(photo)
    expect(found).toBe(true)
    expect(mask[Math.floor(box.y + box.height * 0.3) * photo.width + Math.floor(box.x + box.width / 2)]).toBe(
      255,
    )
    const corners = [0, photo.width - 1, photo.width * (photo.height - 1), photo.width * photo.height - 1]
    expect(corners.map((i) => mask[i])).toEqual([0, 0, 0, 0])
  },
)
