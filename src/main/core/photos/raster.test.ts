import fc from 'fast-check'
import { expect, test } from 'vitest'
import { enlargeMask, resampleArea } from './raster.ts'
import { close, fillHoles, open, regions, type Bitmap } from './regions.ts'

const bitmap = (...rows: string[]): Bitmap => ({
  width: rows[0]!.length,
  height: rows.length,
  data: Uint8Array.from(rows.join(''), (c) => (c === '#' ? 1 : 0)),
})
const rows = ({ data, width, height }: Bitmap) =>
  Array.from({ length: height }, (_, y) =>
    Array.from(data.subarray(y * width, (y + 1) * width), (v) => (v ? '#' : '.')).join(''),
  )

test('averaging over areas keeps the mean, whatever the sizes', () => {
  const size = fc.integer({ min: 1, max: 20 })
  fc.assert(
    fc.property(
      size,
      size,
      size,
      size,
      fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
      (w, h, tw, th, stream) => {
        const data = Uint8Array.from({ length: w * h }, () => stream.next().value as number)
        const out = resampleArea(
          { data, width: w, height: h, channels: 1 },
          { x: 0, y: 0, width: w, height: h },
          tw,
          th,
        )
        const mean = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0) / [...values].length
        expect(mean(out)).toBeCloseTo(mean(data), 2)
      },
    ),
  )
})

test('a crop averages only what it covers, channel by channel', () => {
  const data = Uint8Array.from([10, 1, 20, 2, 30, 3, 40, 4])
  const out = resampleArea(
    { data, width: 4, height: 1, channels: 2 },
    { x: 1, y: 0, width: 2, height: 1 },
    1,
    1,
  )
  expect([...out]).toEqual([25, 2.5])
  const half = resampleArea(
    { data, width: 4, height: 1, channels: 2 },
    { x: 2.5, y: 0, width: 3, height: 1 },
    2,
    1,
  )
  expect([...half].map((v) => Math.round(v * 100) / 100)).toEqual([36.67, 3.67, 0, 0])
})

test('a mask is enlarged with a soft edge', () => {
  expect([...enlargeMask(bitmap('.#'), 8, 1)]).toEqual([0, 0, 32, 96, 159, 223, 255, 255])
})

test('opening removes specks and threads, closing fills cracks, and the size of the rest stays', () => {
  expect(rows(open(bitmap('#......', '...###.', '######.', '...###.', '.......'), 1))).toEqual(
    rows(bitmap('.......', '...###.', '...###.', '...###.', '.......')),
  )
  expect(rows(close(bitmap('.......', '.##.##.', '.##.##.', '.##.##.', '.......'), 1))).toEqual(
    rows(bitmap('.......', '.#####.', '.#####.', '.#####.', '.......')),
  )
})

test('regions touch by their sides; holes are filled up to a size, and never those open to the edge', () => {
  const rings = bitmap('####...', '#..#.#.', '####..#', '.......')
  expect(regions(rings, 1).map((region) => region.length)).toEqual([10, 1, 1])
  expect(rows(fillHoles(rings, 2))[1]).toBe('####.#.')
  expect(rows(fillHoles(rings, 1))[1]).toBe('#..#.#.')
  expect(rows(fillHoles(bitmap('##.##', '#...#', '#####'), 9))[1]).toBe('#...#')
})
