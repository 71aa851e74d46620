import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { HaberdashError } from '../../../shared/errors.ts'
import { decodePhoto, type DecodedPhoto } from './decode.ts'

type Colour = [number, number, number]

/** For tests: a drawn photo. `noise` is the greatest change of any byte; the same seed gives the same photo. */
export function drawPhoto(
  width: number,
  height: number,
  { seed, noise, ground }: { seed: number; noise: number; ground: Colour },
  garment: (x: number, y: number) => Colour | undefined = () => undefined,
): DecodedPhoto {
  let state = seed + 1
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const rgb = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    const colour = garment(i % width, Math.floor(i / width)) ?? ground
    for (let c = 0; c < 3; c++) {
      rgb[i * 3 + c] = Math.min(255, Math.max(0, Math.round(colour[c]! + (random() * 2 - 1) * noise)))
    }
  }
  return { rgb, width, height, original: { width, height, format: 'png' } }
}

/** For tests: the bytes of one of the real photos in e2e/fixtures/photos. */
export const fixtureBytes = (name: string): Promise<Uint8Array> =>
  readFile(join(import.meta.dirname, '../../../../e2e/fixtures/photos', name))

/** For tests: one of the real photos, decoded. */
export const readFixture = async (name: string): Promise<DecodedPhoto> =>
  decodePhoto(await fixtureBytes(name), name)

/** For tests: a picture of one colour, #336699. */
export const solid = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#336699' } })

/** For tests: a picture that doesn't compress to nothing, so that cutting its file cuts pixels. */
export const noisy = (): Sharp => {
  const { rgb, width, height } = drawPhoto(200, 150, { seed: 1, noise: 90, ground: [128, 128, 128] })
  return sharp(rgb, { raw: { width, height, channels: 3 } })
}

/** For tests: the error that decoding ends in. Throws where it doesn't, or where the error doesn't name the file. */
export async function refusal(bytes: Uint8Array, name: string): Promise<HaberdashError> {
  const error = await decodePhoto(bytes, name).catch((thrown: unknown) => thrown)
  if (error instanceof HaberdashError && error.message.includes(name)) return error
  throw new Error(`Expected a HaberdashError that names ${name}, got: ${String(error)}`)
}
