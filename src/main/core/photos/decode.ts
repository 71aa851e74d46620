import sharp, { type Sharp } from 'sharp'
import { HaberdashError } from '../../../shared/errors.ts'
import { shownName } from '../../../shared/file-name.ts'
import { endsEarly, sniffFormat, svgDeclaredPixels, type PhotoFormat } from './sniff.ts'
import { svgPicturePixels } from './svg-pictures.ts'

// A photo is decoded once, so libvips' cache of recent operations would only hold memory; and many photos are
// decoded side by side, one thread each, which serves a folder of them better than many threads for one
// (measured: a 12-megapixel JPEG takes 20 ms with one thread and with two).
sharp.cache(false)
sharp.concurrency(1)

/** Pixels a picture may have, by its header. */
export const MAX_PIXELS = 100_000_000

/** Seconds after which a picture that is still being decoded (an SVG of costly filters) is given up. */
const TIMEOUT_SECONDS = 20

/** Pixels from which a picture that has to be held whole is decoded alone: an AVIF takes 20 bytes for each of them. */
const HEAVY_PIXELS = 25_000_000

/** A photo as the pipeline sees it. */
export type DecodedPhoto = {
  /** height * width * 3 bytes, sRGB, row-major, 0..255; transparency flattened onto white. */
  rgb: Uint8Array
  /** Pixels, after EXIF rotation and scaling down. */
  width: number
  height: number
  /** The picture in the file: its pixels as a person sees it, so after EXIF rotation. */
  original: { width: number; height: number; format: PhotoFormat }
}

const FORMAT_NAMES: Record<PhotoFormat, string> = {
  jpeg: 'JPEG',
  png: 'PNG',
  webp: 'WebP',
  avif: 'AVIF',
  gif: 'GIF',
  tiff: 'TIFF',
  svg: 'SVG',
}

const articled = (name: string): string => `${/^[AS]/.test(name) ? 'an' : 'a'} ${name}`

const READABLE = 'Haberdash reads JPEG, PNG, WebP, AVIF, GIF, TIFF and SVG.'
const EXPORT_PLAIN = 'Export it as a JPEG or PNG and add that.'
const COPY_AGAIN = 'Copy or export it again from where it came from.'

/** The format of a file's bytes. Throws for what is empty, no picture, or of a format that is not read. */
function readableFormat(bytes: Uint8Array, fileName: string): PhotoFormat {
  if (bytes.length === 0) {
    throw new HaberdashError('photo-empty', `This file is empty: ${fileName}.`, { todo: COPY_AGAIN })
  }
  const sniffed = sniffFormat(bytes)
  if (!sniffed) {
    throw new HaberdashError('photo-not-an-image', `This file is not a picture: ${fileName}.`, {
      todo: READABLE,
    })
  }
  if ('unsupported' in sniffed) {
    throw new HaberdashError(
      'photo-format-unsupported',
      `${sniffed.unsupported[0]?.toUpperCase()}${sniffed.unsupported.slice(1)} files can't be read: ${fileName}.`,
      { todo: `${EXPORT_PLAIN} ${READABLE}` },
    )
  }
  return sniffed.format
}

const tooLarge = (fileName: string, cause?: unknown): HaberdashError =>
  new HaberdashError(
    'photo-too-large',
    `This picture has more than ${MAX_PIXELS / 1e6} million pixels: ${fileName}.`,
    { todo: 'Export it smaller; 512 pixels along the longest edge are all that is used.', cause },
  )

/** Turns what libvips raised into a sentence for a person. */
function decodeError(
  cause: unknown,
  bytes: Uint8Array,
  format: PhotoFormat,
  fileName: string,
): HaberdashError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const name = FORMAT_NAMES[format]
  if (/pixel limit/i.test(reason)) return tooLarge(fileName, cause)
  if (/premature end|unexpected end/i.test(reason) || endsEarly(bytes, format)) {
    const message = `This file ends too early to be ${articled(name)}: ${fileName}.`
    return new HaberdashError('photo-truncated', message, { todo: COPY_AGAIN, cause })
  }
  if (/^timeout/i.test(reason)) {
    const message = `This ${name} takes more than ${TIMEOUT_SECONDS} seconds to read: ${fileName}.`
    return new HaberdashError('photo-unreadable', message, { todo: EXPORT_PLAIN, cause })
  }
  const message = `This ${name} file is damaged and can't be read: ${fileName}.`
  return new HaberdashError('photo-unreadable', message, { todo: COPY_AGAIN, cause })
}

/** Pixels that an SVG comes to, with the pictures in it. @throws HaberdashError `photo-too-large` */
async function svgPixels(bytes: Uint8Array, fileName: string): Promise<number> {
  const pixels = Math.max(svgDeclaredPixels(bytes), await svgPicturePixels(bytes))
  if (pixels === Infinity) {
    const message = `This SVG carries pictures whose size can't be told: ${fileName}.`
    throw new HaberdashError('photo-too-large', message, { todo: EXPORT_PLAIN })
  }
  if (pixels > MAX_PIXELS) throw tooLarge(fileName)
  return pixels
}

let heavy: Promise<unknown> = Promise.resolve()

/** One after another, so that a folder of huge pictures takes no more memory than one of them. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const done = heavy.then(work)
  heavy = done.catch(() => {})
  return done
}

/**
 * Decodes a photo: EXIF rotation applied, the first frame or page, CMYK, 16-bit and grey turned into 8-bit sRGB,
 * scaled down (never up) so that its longest edge is at most `maxEdge` pixels. JPEG and WebP are shrunk while they
 * are read, so the size of a camera's photo costs little. An SVG is rendered at its own size; librsvg loads
 * neither files nor addresses from it, since it is given bytes and no base URL.
 *
 * Throws HaberdashError: photo-empty, photo-not-an-image, photo-format-unsupported, photo-too-large (by the header,
 * before anything is decoded), photo-truncated, photo-unreadable. Every message names the file.
 */
export async function decodePhoto(bytes: Uint8Array, name: string, maxEdge = 512): Promise<DecodedPhoto> {
  const fileName = shownName(name)
  const format = readableFormat(bytes, fileName)
  const inside = format === 'svg' ? await svgPixels(bytes, fileName) : 0
  try {
    const image = sharp(bytes, { failOn: 'truncated', limitInputPixels: MAX_PIXELS, pages: 1 })
    const { autoOrient, isProgressive } = await image.metadata()
    const shrinksAsRead = format === 'webp' || (format === 'jpeg' && !isProgressive)
    const pixels = Math.max(inside, autoOrient.width * autoOrient.height)
    const decode = () => scaled(image, maxEdge)
    const small = await (pixels > HEAVY_PIXELS && !shrinksAsRead ? alone(decode) : decode())
    return { ...small, original: { ...autoOrient, format } }
  } catch (error) {
    throw decodeError(error, bytes, format, fileName)
  }
}

async function scaled(image: Sharp, maxEdge: number): Promise<Omit<DecodedPhoto, 'original'>> {
  const { data, info } = await image
    .timeout({ seconds: TIMEOUT_SECONDS })
    .autoOrient()
    .resize(maxEdge, maxEdge, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const rgb = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return { rgb, width: info.width, height: info.height }
}
