import sharp from 'sharp'
import { sniffFormat } from './sniff.ts'

/** An attribute that is a picture itself. */
const DATA_ADDRESS = /(["'])\s*(data:.*?)\1/gis
const SHOWS_PICTURES = /<([\w.-]+:)?(image|feImage|include)[\s/>]/i
const GZIP = 0x1f

/**
 * Pixels of the pictures that an SVG carries in itself. librsvg decodes each of them whole, past every limit that sharp
 * is given: 65 kB of SVG can take gigabytes. Infinity where their size can't be told.
 */
export async function svgPicturePixels(bytes: Uint8Array): Promise<number> {
  const text = new TextDecoder().decode(bytes)
  if (/<!ENTITY/i.test(text) && SHOWS_PICTURES.test(text)) return Infinity
  const plain = text.replace(/&#(x?)([0-9a-f]+);/gi, (_, hex, digits) => character(digits, hex ? 16 : 10))
  let sum = 0
  for (const [, , address] of plain.matchAll(DATA_ADDRESS)) sum += await pixelsBehind(address!)
  return sum
}

const character = (digits: string, base: number): string =>
  String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(digits, base) || 0))

/** What is broken counts for nothing: librsvg draws nothing of it either. */
async function pixelsBehind(address: string): Promise<number> {
  // No network: the address is the content.
  const answer = await fetch(address).catch(() => null)
  if (!answer) return 0
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (bytes[0] === GZIP) return Infinity
  const sniffed = sniffFormat(bytes)
  if (!sniffed || !('format' in sniffed)) return 0
  if (sniffed.format === 'svg') return svgPicturePixels(bytes)
  const size = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => null)
  return size ? size.width * size.height : 0
}
