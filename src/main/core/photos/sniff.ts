/** Formats a photo is read from. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff' | 'svg'

/** What the first bytes of a file say it is: a format we read, one we know by name and can't read, or no picture. */
export type Sniffed = { format: PhotoFormat } | { unsupported: string } | undefined

type Signature = { offset?: number; bytes: string | number[]; is: Sniffed }

const SIGNATURES: Signature[] = [
  { bytes: [0xff, 0xd8, 0xff], is: { format: 'jpeg' } },
  { bytes: '\x89PNG\r\n\x1a\n', is: { format: 'png' } },
  { offset: 8, bytes: 'WEBP', is: { format: 'webp' } },
  { bytes: 'GIF8', is: { format: 'gif' } },
  { bytes: 'II*\0', is: { format: 'tiff' } },
  { bytes: 'MM\0*', is: { format: 'tiff' } },
  { bytes: 'II+\0', is: { format: 'tiff' } },
  { bytes: 'MM\0+', is: { format: 'tiff' } },
  { bytes: [0xff, 0x0a], is: { unsupported: 'JPEG XL' } },
  { bytes: '\0\0\0\x0cJXL ', is: { unsupported: 'JPEG XL' } },
  { bytes: '\0\0\0\x0cjP  ', is: { unsupported: 'JPEG 2000' } },
  { bytes: '8BPS', is: { unsupported: 'Photoshop' } },
  { bytes: '\0\0\x01\0', is: { unsupported: 'icon (ICO)' } },
  { bytes: [0x1f, 0x8b], is: { unsupported: 'compressed (GZ, SVGZ)' } },
  { bytes: '%PDF-', is: { unsupported: 'PDF' } },
  { bytes: 'FUJIFILMCCD-RAW', is: { unsupported: 'camera raw (RAF)' } },
]

/** Sizes that a BMP's second header may have; "BM" alone would also match ordinary text. */
const BMP_HEADER_SIZES = [12, 40, 52, 56, 64, 108, 124]

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to))

const matches = (file: Uint8Array, { offset = 0, bytes }: Signature): boolean =>
  typeof bytes === 'string'
    ? latin1(file, offset, offset + bytes.length) === bytes
    : bytes.every((byte, i) => file[offset + i] === byte)

/** ISO media files (MP4's family) say what they are by the brands in their first box. */
function sniffIsoMedia(bytes: Uint8Array): Sniffed {
  if (latin1(bytes, 4, 8) !== 'ftyp') return undefined
  const boxEnd = Math.min(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), 256)
  const brands = latin1(bytes, 8, boxEnd).match(/[^]{4}/g) ?? []
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return { format: 'avif' }
  if (brands.some((brand) => /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand))) return { unsupported: 'HEIC' }
  if (brands[0] === 'crx ') return { unsupported: 'camera raw (CR3)' }
  return { unsupported: 'video' }
}

/** The start of a text file, without the declarations, comments and document type before an SVG's root. */
function textRoot(bytes: Uint8Array): string {
  const head = new TextDecoder().decode(bytes.subarray(0, 4096))
  return head.replace(/<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE[^>[]*(\[[^\]]*\])?[^>]*>/g, '').trimStart()
}

/** Tells a file's format by its bytes; its name is not asked, since a PNG called .jpg is a fine photo. */
export function sniffFormat(bytes: Uint8Array): Sniffed {
  const signature = SIGNATURES.find((candidate) => matches(bytes, candidate))
  if (signature) return signature.is
  if (latin1(bytes, 0, 2) === 'BM' && BMP_HEADER_SIZES.includes(bytes[14] ?? 0)) return { unsupported: 'BMP' }
  return sniffIsoMedia(bytes) ?? (/^<svg[\s>/]/.test(textRoot(bytes)) ? { format: 'svg' } : undefined)
}

const CSS_PIXELS: Record<string, number> = {
  '': 1,
  px: 1,
  pt: 4 / 3,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 9.6 / 2.54,
}

/**
 * Width times height in CSS pixels as an SVG's root declares them, or 0 where it declares none. Asked before the
 * file is handed on: beyond the range of an int, librsvg's own size is clamped to something harmless-looking.
 */
export function svgDeclaredPixels(bytes: Uint8Array): number {
  const root = /^<svg[^>]*/.exec(textRoot(bytes))?.[0] ?? ''
  const length = (name: string): number => {
    const [, value, unit] =
      new RegExp(`\\s${name}\\s*=\\s*["']\\s*([\\d.e+]+)\\s*([a-z]*)`, 'i').exec(root) ?? []
    return Number(value ?? 0) * (CSS_PIXELS[(unit ?? '').toLowerCase()] ?? 0)
  }
  return length('width') * length('height')
}

/** Whether a file of this format stops before its own end mark or before the size it declares. */
export function endsEarly(bytes: Uint8Array, format: PhotoFormat): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (format === 'jpeg') return file.lastIndexOf('\xff\xd9', undefined, 'latin1') < 0
  if (format === 'png') return file.lastIndexOf('IEND', undefined, 'latin1') < 0
  if (format === 'webp') return file.length < 12 || file.readUInt32LE(4) + 8 > file.length
  if (format === 'gif') return file.at(-1) !== 0x3b
  if (format === 'svg') return !/(<\/svg|\/)\s*>\s*$/.test(file.subarray(-4096).toString('utf8'))
  if (format === 'tiff') {
    const little = file[0] === 0x49
    return file.length < 8 || (little ? file.readUInt32LE(4) : file.readUInt32BE(4)) >= file.length
  }
  return false
}
