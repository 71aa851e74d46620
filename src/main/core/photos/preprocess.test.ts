import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { FASHION_MNIST_INPUT } from '../../../shared/domain.ts'
import { decodePhoto } from './decode.ts'
import { toModelInput } from './preprocess.ts'
import { drawPhoto, fixtureBytes, readFixture } from './testing.ts'

const input = (photo: Parameters<typeof toModelInput>[0]) => toModelInput(photo, FASHION_MNIST_INPUT)
const rowsAndColumns = (bytes: Uint8Array) => {
  const lit = [...bytes.keys()].filter((i) => bytes[i]! > 0)
  return { rows: lit.map((i) => Math.floor(i / 28)), columns: lit.map((i) => i % 28) }
}
const median = (values: Uint8Array) => values.slice().sort()[Math.floor(values.length / 2)]!

test('any photo gives 784 bytes, some of them light', async () => {
  const size = fc.integer({ min: 1, max: 80 })
  const byte = fc.integer({ min: 0, max: 255 })
  await fc.assert(
    fc.asyncProperty(
      size,
      size,
      byte,
      byte,
      fc.tuple(byte, byte, byte),
      async (width, height, seed, noise, ground) => {
        const bytes = await input(drawPhoto(width, height, { seed, noise, ground }))
        expect(bytes).toHaveLength(784)
        expect(Math.max(...bytes)).toBeGreaterThan(60)
      },
    ),
    { numRuns: 60 },
  )
})

test('a strip two pixels high is no trouble', async () => {
  const bytes = await input(drawPhoto(512, 2, { seed: 1, noise: 90, ground: [120, 120, 120] }))
  expect(bytes).toHaveLength(784)
  expect(Math.max(...bytes)).toBeGreaterThan(60)
})

describe("Fashion-MNIST's form", () => {
  const shirt = (colour: [number, number, number], ground: [number, number, number]) =>
    drawPhoto(300, 300, { seed: 7, noise: 5, ground }, (x, y) =>
      x > 90 && x < 190 && y > 40 && y < 260 ? colour : undefined,
    )

  test('the garment is light on black, touches both ends of the longest edge, and lies in the middle', async () => {
    const bytes = await input(shirt([40, 40, 50], [220, 215, 200]))
    const { rows, columns } = rowsAndColumns(bytes)
    expect([Math.min(...rows), Math.max(...rows)]).toEqual([0, 27])
    expect(Math.abs(Math.min(...columns) - (27 - Math.max(...columns)))).toBeLessThanOrEqual(1)
    expect(Math.max(...columns) - Math.min(...columns) + 1).toBeGreaterThan(10)
    expect(Math.max(...columns) - Math.min(...columns) + 1).toBeLessThan(16)
    expect(bytes[14 * 28 + 14]).toBeGreaterThan(150)
    expect([bytes[0], bytes[27], bytes[14 * 28]]).toEqual([0, 0, 0])
  })

  test('a white shirt does not vanish into black, and stays darker than a black one', async () => {
    const white = await input(shirt([245, 245, 245], [110, 80, 60]))
    const black = await input(shirt([15, 15, 15], [200, 180, 160]))
    const [light, dark] = [white, black].map((bytes) => median(bytes.filter((value) => value > 0)))
    expect(light).toBeGreaterThan(80)
    expect(dark).toBeGreaterThan(light! + 40)
  })

  test('the noise of plain cloth is not blown up', async () => {
    const bytes = await input(shirt([100, 40, 50], [220, 215, 200]))
    const middle = bytes.filter(
      (_, i) => Math.abs((i % 28) - 13.5) < 4 && Math.abs(Math.floor(i / 28) - 13.5) < 8,
    )
    expect(Math.max(...middle) - Math.min(...middle)).toBeLessThan(25)
  })
})

test('turned by EXIF or by its pixels, a photo is the same input', async () => {
  const upright = await sharp(await fixtureBytes('purple-dress.jpg'))
    .resize({ height: 400 }) // no more scaling: it rounds differently along rows and columns
    .png()
    .toBuffer()
  const lying = await sharp(upright).rotate(90).withMetadata({ orientation: 8 }).png().toBuffer()
  expect((await sharp(lying).metadata()).width).toBe((await sharp(upright).metadata()).height)
  const [one, other] = await Promise.all(
    [upright, lying].map(async (bytes) => input(await decodePhoto(bytes, 'dress.png'))),
  )
  expect(Buffer.from(other!).equals(Buffer.from(one!))).toBe(true)
})

test('the size a photo was taken in hardly changes the input', async () => {
  const bytes = await fixtureBytes('green-pants.jpg')
  const larger = await sharp(bytes).resize({ width: 1600 }).jpeg({ quality: 95 }).toBuffer()
  const [one, other] = await Promise.all(
    [bytes, larger].map(async (b) => input(await decodePhoto(b, 'pants.jpg'))),
  )
  const difference = one!.reduce((sum, value, i) => sum + Math.abs(value - other![i]!), 0) / 784
  expect(difference).toBeLessThan(8)
})

test('trousers have the shape of trousers: two legs, dark between them', async () => {
  const bytes = await input(await readFixture('green-pants.jpg'))
  const lit = (row: number) =>
    Array.from(bytes.subarray(row * 28, row * 28 + 28), (value) => (value > 30 ? '#' : ' ')).join('')
  expect(lit(3).trim()).toMatch(/^#+$/)
  expect(lit(24).trim()).toMatch(/^#+ +#+$/)
})
