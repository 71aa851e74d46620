import sharp from 'sharp'
import type { DecodedPhoto } from './decode.ts'

/** A photo at a glance: what stays when it is scaled, compressed anew or cropped by a hair. */
export type Look = {
  /** Difference hash (Krawetz 2013): 8 bytes, a row each; a bit is 1 where the picture gets lighter to the right. */
  hash: Uint8Array
  /** The picture at 8 x 8: 192 bytes, RGB, row-major. */
  colours: Uint8Array
}

const SIDE = 8
/**
 * Two photos are near-duplicates if at most so many of the hash's 64 bits differ, and their small pictures by so much
 * (0..255) in the mean. The hash alone takes any two shirts on one bedspread for the same. Of the 3,068 photos of the clothing dataset's
 * train split, 1,234 pairs are within 7 bits; by colour only two of these are within 6, and those two are
 * of one garment in one place; the next, at 6.7, are two garments.
 */
const MOST_BITS = 7
const MOST_COLOUR = 6

/** How a photo looks. The same content always looks the same. */
export async function lookOf({ rgb, width, height }: DecodedPhoto): Promise<Look> {
  const raw = (data: Uint8Array, rows: number) => sharp(data, { raw: { width, height: rows, channels: 3 } })
  // libvips shrinks columns first: that is done once for both, and what comes of it is the same.
  const flat = await raw(rgb, height).resize(width, SIDE, { fit: 'fill' }).raw().toBuffer()
  const small = (columns: number) => raw(flat, SIDE).resize(columns, SIDE, { fit: 'fill' })
  const grey = await small(SIDE + 1)
    .toColourspace('b-w')
    .raw()
    .toBuffer()
  const colours = await small(SIDE).raw().toBuffer()
  const hash = Uint8Array.from({ length: SIDE }, (_, y) => rowBits(grey.subarray(y * (SIDE + 1))))
  return { hash, colours: new Uint8Array(colours) }
}

function rowBits(row: Uint8Array): number {
  let bits = 0
  for (let x = 0; x < SIDE; x++) bits = bits * 2 + (row[x]! < row[x + 1]! ? 1 : 0)
  return bits
}

const ones = (byte: number): number => {
  let count = 0
  for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1
  return count
}

export const nearByHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.reduce((sum, byte, i) => sum + ones(byte ^ b[i]!), 0) <= MOST_BITS

export const nearByColour = (a: Uint8Array, b: Uint8Array): boolean =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) <= MOST_COLOUR * a.length
