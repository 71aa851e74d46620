import sharp, { type Sharp } from 'sharp'
import { crc32, deflateSync, gzipSync } from 'node:zlib'
import type { ErrorCode } from '../../../shared/errors.ts'
import { noisy, solid } from '../photos/testing.ts'

/** A file as people have them: what it is called, what is in it, and what it is refused with, where it is. */
export type OddPhoto = { name: string; bytes: Uint8Array; refused?: ErrorCode }

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const svg = (inside: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60">${inside}</svg>`)

function chunk(name: string, content: Uint8Array): Buffer {
  const [length, named, sum] = [Buffer.alloc(4), Buffer.concat([latin1(name), content]), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/**
 * A black PNG of one bit a pixel; 400 million pixels of it are 50 kB.
 * @param rows how many of its rows are there
 */
export function blackPng(width: number, height: number, rows = height): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  const pixels = deflateSync(Buffer.alloc(rows === 0 ? 1 : (Math.ceil(width / 8) + 1) * rows))
  return Buffer.concat([
    latin1('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Three frames, each of a grey of its own. */
function frames(width: number, height: number): Sharp {
  const greys = [40, 90, 200].map((grey) => Buffer.alloc(width * height * 3, grey))
  return sharp(Buffer.concat(greys), {
    raw: { width, height: height * greys.length, channels: 3, pageHeight: height },
  })
}

/** Grey and alpha. */
const greyAlpha = (space: 'b-w' | 'grey16') =>
  sharp(Buffer.alloc(40 * 40 * 2, 120), { raw: { width: 40, height: 40, channels: 2 } })
    .toColourspace(space)
    .png()
    .toBuffer()

/** A JPEG with a colour profile of nonsense, before its other segments. */
function withBrokenProfile(jpeg: Buffer): Buffer {
  const profile = Buffer.concat([latin1('ICC_PROFILE\0\x01\x01'), Buffer.alloc(40, 0x41)])
  const length = Buffer.alloc(2)
  length.writeUInt16BE(profile.length + 2)
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe2]), length, profile, jpeg.subarray(2)])
}

/** Files that are odd but pictures; no two of them are the same. */
async function readable(): Promise<OddPhoto[]> {
  const jpeg = await noisy().jpeg().toBuffer()
  const made: [string, Promise<Uint8Array> | Uint8Array][] = [
    ['a PNG.jpg', solid(41, 40).png().toBuffer()],
    ['CMYK.jpg', solid(42, 40).toColourspace('cmyk').jpeg().toBuffer()],
    ['16 bit.png', solid(43, 40).toColourspace('rgb16').png().toBuffer()],
    ['Lab.tif', solid(44, 40).toColourspace('lab').tiff().toBuffer()],
    ['grey and alpha.png', greyAlpha('b-w')],
    ['grey and alpha, 16 bit.png', greyAlpha('grey16')],
    ['animated.gif', frames(45, 40).gif().toBuffer()],
    ['animated.webp', frames(46, 40).webp().toBuffer()],
    ['three pages.tif', frames(47, 40).tiff().toBuffer()],
    ['1 x 1.png', solid(1, 1).png().toBuffer()],
    ['panorama.jpg', solid(30_000, 10).jpeg().toBuffer()],
    ['tower.jpg', solid(10, 30_000).jpeg().toBuffer()],
    ['lying on its side.jpg', noisy().jpeg().withMetadata({ orientation: 6 }).toBuffer()],
    ['broken profile.jpg', withBrokenProfile(jpeg)],
    ['two pictures.mpo.jpg', Buffer.concat([jpeg, jpeg])],
    ['bytes after the end.jpg', Buffer.concat([jpeg, Buffer.alloc(3000)])],
    ['asks for files.svg', svg('<image href="file:///etc/hostname" width="9" height="9"/>')],
  ]
  return Promise.all(made.map(async ([name, bytes]) => ({ name, bytes: await bytes })))
}

async function unreadable(): Promise<OddPhoto[]> {
  const jpeg = await noisy().jpeg().toBuffer()
  const bomb = blackPng(20_000, 20_000)
  const carrier = svg(`<image href="data:image/png;base64,${bomb.toString('base64')}"/>`)
  const entities = [...'abcdefg'].map(
    (name, i) => `<!ENTITY ${name} "${i ? `&${'abcdefg'[i - 1]};`.repeat(10) : 'lol'}">`,
  )
  return [
    { name: 'notes.jpg', bytes: latin1('just some notes'), refused: 'photo-not-an-image' },
    { name: 'nothing.jpg', bytes: new Uint8Array(), refused: 'photo-empty' },
    { name: 'cut.jpg', bytes: jpeg.subarray(0, jpeg.length / 2), refused: 'photo-truncated' },
    {
      name: 'from a phone.heic',
      bytes: latin1('\0\0\0\x18ftypheic\0\0\0\0heicmif1'),
      refused: 'photo-format-unsupported',
    },
    { name: 'packed.svgz', bytes: gzipSync(svg('')), refused: 'photo-format-unsupported' },
    { name: 'bomb.png', bytes: bomb, refused: 'photo-too-large' },
    { name: 'bomb in a coat.svg', bytes: carrier, refused: 'photo-too-large' },
    { name: 'absurd.png', bytes: blackPng(0x7fffffff, 0x7fffffff, 0), refused: 'photo-unreadable' },
    { name: 'says 3,000, has none.png', bytes: blackPng(3000, 3000, 0), refused: 'photo-unreadable' },
    {
      name: 'lol.svg',
      bytes: Buffer.concat([latin1(`<!DOCTYPE svg [${entities.join('')}]>`), svg('<text>&g;</text>')]),
      refused: 'photo-unreadable',
    },
  ]
}

/** One of every kind of file that is not simply a photo. */
export const oddPhotos = async (): Promise<OddPhoto[]> => [...(await readable()), ...(await unreadable())]

/** What files may be called: in any script, and what would be markup, an option, a command, or another line. */
export const ODD_NAMES = [
  'シャツ 袖.jpg',
  '👩‍👧 👕.jpg',
  'حذاء بني.jpg',
  '<img src=x onerror="document.title=1">.jpg',
  '--help.jpg',
  'two\nlines.jpg',
  '\u001b[31mred\u0007.jpg',
  '\u202egpj.exe.jpg',
  `${'ä'.repeat(125)}.jpg`,
]
