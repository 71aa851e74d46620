import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { decodePhoto, type DecodedPhoto } from './decode.ts'
import { noisy, refusal, solid } from './testing.ts'

/** 60 x 40: red, green, blue and grey quarters, so that every rotation and flip looks different. */
const QUARTERS: [number, number, number][] = [
  [220, 20, 30],
  [20, 200, 40],
  [30, 40, 210],
  [120, 120, 120],
]
const picture = () => {
  const rgb = Buffer.alloc(60 * 40 * 3)
  for (let i = 0; i < 60 * 40; i++) {
    const quarter = (i % 60 < 30 ? 0 : 1) + (i < 60 * 20 ? 0 : 2)
    rgb.set(QUARTERS[quarter]!, i * 3)
  }
  return sharp(rgb, { raw: { width: 60, height: 40, channels: 3 } })
}
const pixel = ({ rgb, width }: DecodedPhoto, x: number, y: number) => [
  ...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
]

const expectColour = (actual: number[], expected: number[], within: number) => {
  expect(actual).toHaveLength(3)
  expected.forEach((value, c) =>
    expect(Math.abs(actual[c]! - value), `${actual} for ${expected}`).toBeLessThan(within),
  )
}
const expectQuarters = (photo: DecodedPhoto) => {
  const [w, h] = [photo.width, photo.height]
  const at = [0.25, 0.75].flatMap((v) =>
    [0.25, 0.75].map((u) => pixel(photo, Math.floor(w * u), Math.floor(h * v))),
  )
  at.forEach((colour, quarter) => expectColour(colour, QUARTERS[quarter]!, 12))
}

describe('formats', () => {
  const formats = ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const

  test.each(formats)('%s is read, whatever its name says', async (format) => {
    const photo = await decodePhoto(
      await picture().toFormat(format, { quality: 95 }).toBuffer(),
      'シャツ 👕.jpg',
    )
    expect(photo.original).toEqual({ width: 60, height: 40, format })
    expect(photo.rgb).toHaveLength(60 * 40 * 3)
    expectQuarters(photo)
  })

  test.each(formats)('a %s that ends too early is refused by name', async (format) => {
    const whole = await noisy().toFormat(format).toBuffer()
    for (const part of [0.9, 0.5, 0.1]) {
      const error = await refusal(whole.subarray(0, Math.floor(whole.length * part)), `cut.${format}`)
      expect(error.code, `${part} of it: ${error.cause}`).toMatch(/^photo-(truncated|unreadable)$/)
      if (format !== 'avif') expect(error.code).toBe('photo-truncated')
    }
  })

  test('a JPEG cut by its last two bytes is refused', async () => {
    const whole = await noisy().jpeg().toBuffer()
    const error = await refusal(whole.subarray(0, -2), 'shirt.jpg')
    expect(error).toMatchObject({
      code: 'photo-truncated',
      message: 'This file ends too early to be a JPEG: shirt.jpg.',
    })
  })

  test('CMYK, 16-bit, and grey with transparency become sRGB', async () => {
    const cmyk = await solid(30, 20).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk')
    expectColour(pixel(await decodePhoto(cmyk, 'cmyk.jpg'), 15, 10), [0x33, 0x66, 0x99], 25)

    const deep = await picture().toColourspace('rgb16').png().toBuffer()
    expect((await sharp(deep).metadata()).depth).toBe('ushort')
    expectQuarters(await decodePhoto(deep, 'deep.png'))

    const grey = await sharp(Buffer.alloc(10 * 10 * 2, Buffer.from([0, 128])), {
      raw: { width: 10, height: 10, channels: 2 },
    })
      .toColourspace('b-w')
      .png()
      .toBuffer()
    expect((await sharp(grey).metadata()).channels).toBe(2)
    expectColour(pixel(await decodePhoto(grey, 'grey.png'), 5, 5), [127, 127, 127], 3)
  })

  test('of an animation the first frame is taken', async () => {
    const frames = Buffer.alloc(20 * 40 * 3)
    frames.fill(Buffer.from([250, 0, 0]), 0, 20 * 20 * 3)
    const gif = await sharp(frames, { raw: { width: 20, height: 40, channels: 3, pageHeight: 20 } })
      .gif()
      .toBuffer()
    expect((await sharp(gif).metadata()).pages).toBe(2)
    const photo = await decodePhoto(gif, 'a.gif')
    expect(photo).toMatchObject({ width: 20, height: 20 })
    expectColour(pixel(photo, 10, 19), [250, 0, 0], 8)
  })
})

describe('size', () => {
  test('is at most maxEdge on the longest edge, and never enlarged', async () => {
    const jpeg = await solid(1600, 1200).jpeg().toBuffer()
    expect(await decodePhoto(jpeg, 'a.jpg')).toMatchObject({
      width: 512,
      height: 384,
      original: { width: 1600 },
    })
    expect(await decodePhoto(jpeg, 'a.jpg', 100)).toMatchObject({ width: 100, height: 75 })
    expect(await decodePhoto(await solid(1, 1).png().toBuffer(), 'a.png')).toMatchObject({
      width: 1,
      height: 1,
    })
  })

  test('a panorama of 30,000 pixels is read', async () => {
    const panorama = await decodePhoto(await solid(30_000, 100).jpeg().toBuffer(), 'sea.jpg')
    expect(panorama).toMatchObject({ width: 512, height: 2, original: { width: 30_000, height: 100 } })
  })
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i is applied', async (orientation) => {
  // What a camera held that way stores: the upright picture, turned back by the inverse.
  const inverse = [1, 2, 3, 4, 5, 8, 7, 6][orientation - 1]!
  const turned = await sharp(await picture().png().withMetadata({ orientation: inverse }).toBuffer())
    .autoOrient()
    .toBuffer()
  const stored = await sharp(turned).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer()
  const photo = await decodePhoto(stored, 'turned.jpg')
  expect(photo).toMatchObject({ width: 60, height: 40, original: { width: 60, height: 40 } })
  expectQuarters(photo)
})
