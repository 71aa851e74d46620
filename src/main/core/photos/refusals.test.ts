import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { blackPng, oddPhotos } from '../testing/odd-photos.ts'
import { decodePhoto } from './decode.ts'
import { noisy, refusal } from './testing.ts'

const svg = (attributes: string, inside = '') =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" ${attributes}>${inside}</svg>`)

describe('SVG', () => {
  test('transparency is white', async () => {
    const photo = await decodePhoto(
      svg('width="80" height="80"', '<rect width="50" height="100" fill="#0000ff"/>'),
      'a.svg',
    )
    expect(photo.original).toEqual({ width: 80, height: 80, format: 'svg' })
    const at = (x: number) => [...photo.rgb.subarray((40 * 80 + x) * 3, (40 * 80 + x) * 3 + 3)]
    expect([at(10), at(70)]).toEqual([
      [0, 0, 255],
      [255, 255, 255],
    ])
  })

  test('loads no file and no address', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'haberdash-svg-'))
    const file = join(folder, 'red.png')
    await writeFile(
      file,
      await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    )
    for (const href of [pathToFileURL(file).href, file, 'http://127.0.0.1:9/red.png']) {
      const image = `<image href="${href}" width="100" height="100"/>`
      const photo = await decodePhoto(svg('width="30" height="30"', image), 'sly.svg')
      expect(new Set(photo.rgb), href).toEqual(new Set([255]))
    }
    await rm(folder, { recursive: true })
  })

  test('an entity bomb is refused', async () => {
    const entities = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(
      (name, i, all) => `<!ENTITY ${name} "${(i ? `&${all[i - 1]};` : 'lol').repeat(10)}">`,
    )
    const bomb = `<!DOCTYPE svg [${entities.join('')}]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&g;</text></svg>`
    expect((await refusal(Buffer.from(bomb), 'lol.svg')).code).toBe('photo-unreadable')
  })
})

test.each([
  ['in a data: address', (href: string) => `<image href="${href}"/>`, 'photo-too-large'],
  [
    'in one of which a character is written as a number',
    (href: string) => `<image href="&#100;${href.slice(1)}"/>`,
    'photo-too-large',
  ],
  [
    'in an SVG in an SVG',
    (href: string) =>
      `<image href="data:image/svg+xml,${encodeURIComponent(`<svg><image href='${href}'/></svg>`)}"/>`,
    'photo-too-large',
  ],
])('a PNG of 400 million pixels %s is refused before it is decoded', async (_, inside, code) => {
  const { bytes } = (await oddPhotos()).find(({ name }) => name === 'bomb.png')!
  const href = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`
  expect((await refusal(svg('width="90" height="90"', inside(href)), 'coat.svg')).code).toBe(code)
})

test('pictures in an SVG whose size its entities hide are refused, and an ordinary one is drawn', async () => {
  const hidden = `<!DOCTYPE svg [<!ENTITY a "data:">]>${svg('width="9" height="9"', '<image href="&a;x"/>').toString()}`
  expect((await refusal(Buffer.from(hidden), 'sly.svg')).code).toBe('photo-too-large')
  const red = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const image = `<image href="data:image/png;base64,${red.toString('base64')}" width="100" height="100"/>`
  const drawn = await decodePhoto(svg('width="30" height="30"', image), 'fine.svg')
  expect([...drawn.rgb.subarray(0, 3)]).toEqual([255, 0, 0])
})

test('more than 100 million pixels are refused by the header: PNG bomb, SVG', async () => {
  // There is nothing behind this header to find out from.
  expect((await refusal(blackPng(10_001, 10_000, 0), 'bomb.png')).code).toBe('photo-too-large')
  expect((await refusal(blackPng(10_000, 10_000, 0), 'not quite.png')).code).toBe('photo-unreadable')
  for (const side of ['20000', '1e9', '4e3in']) {
    const error = await refusal(svg(`width="${side}" height="${side}"`), 'big.svg')
    expect(error.code, side).toBe('photo-too-large')
  }
})

describe('refused in one sentence that names the file', () => {
  test.each([
    ['', 'photo-empty', 'This file is empty: x.jpg.'],
    ['just some notes', 'photo-not-an-image', 'This file is not a picture: x.jpg.'],
    ['<html><svg xmlns="a" width="9" height="9"></svg></html>', 'photo-not-an-image', 'not a picture'],
    ['BMW is a car maker', 'photo-not-an-image', 'not a picture'],
    ['\0\0\0\x18ftypheic\0\0\0\0heicmif1', 'photo-format-unsupported', "HEIC files can't be read: x.jpg."],
    ['\0\0\0\x18ftypmp42\0\0\0\0isommp42', 'photo-format-unsupported', "Video files can't be read: x.jpg."],
    [
      `BM${'\0'.repeat(12)}\x28${'\0'.repeat(60)}`,
      'photo-format-unsupported',
      "BMP files can't be read: x.jpg.",
    ],
    ['8BPS\0\x01', 'photo-format-unsupported', "Photoshop files can't be read: x.jpg."],
  ])('%j is %s', async (content, code, sentence) => {
    const error = await refusal(Buffer.from(content, 'latin1'), 'x.jpg')
    expect(error.code).toBe(code)
    expect(error.message).toContain(sentence)
    expect(error.todo).toMatch(/\.$/)
  })

  test('damage in the middle of a PNG is not called truncation', async () => {
    const bytes = await noisy().png().toBuffer()
    const middle = Math.floor(bytes.length / 2)
    bytes.fill(0x55, middle, middle + 500)
    expect((await refusal(bytes, 'hurt.png')).code).toBe('photo-unreadable')
  })
})
