import sharp from 'sharp'
import { expect, test } from 'vitest'
import { drawPhoto } from './testing.ts'
import { makeThumbnail } from './thumbnail.ts'

const sizeOf = async (bytes: Uint8Array) => {
  const { format, width, height } = await sharp(bytes).metadata()
  return { format, width, height }
}

test('a thumbnail is a WebP of at most 256 pixels, and never larger than the photo', async () => {
  const photo = drawPhoto(512, 384, { seed: 1, noise: 20, ground: [90, 120, 200] })
  expect(await sizeOf(await makeThumbnail(photo))).toEqual({ format: 'webp', width: 256, height: 192 })
  expect(await sizeOf(await makeThumbnail(photo, 64))).toEqual({ format: 'webp', width: 64, height: 48 })
  const small = drawPhoto(20, 30, { seed: 1, noise: 0, ground: [90, 120, 200] })
  expect(await sizeOf(await makeThumbnail(small))).toEqual({ format: 'webp', width: 20, height: 30 })
})

test('it shows the photo', async () => {
  const photo = drawPhoto(300, 300, { seed: 1, noise: 0, ground: [90, 120, 200] })
  const { data } = await sharp(await makeThumbnail(photo))
    .raw()
    .toBuffer({ resolveWithObject: true })
  ;[90, 120, 200].forEach((value, c) => expect(Math.abs(data[c]! - value)).toBeLessThan(6))
})
