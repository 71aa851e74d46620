import fc from 'fast-check'
import { expect, test } from 'vitest'
import { count } from '../../lib/format.ts'
import { parseJump } from './jump.ts'

test.each([
  ['1', 0],
  [' 70000 ', 69_999],
  ['70,000', 69_999],
  ['12.345', 12_344],
  ['12 345', 12_344],
  ['12’345', 12_344],
  ['0 %', 0],
  ['50%', 35_000],
  ['12,5 %', 8750],
  ['100 %', 69_999],
])('"%s" of 70,000', (text, place) => expect(parseJump(text, 70_000)).toEqual({ place }))

test('every position leads to its image, however it is written', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000_000 }), (position) => {
      for (const text of [String(position), count(position)])
        expect(parseJump(text, 2_000_000)).toEqual({ place: position - 1 })
    }),
  ))

test.each([
  ['0', 'This view has 70,000 images: type a number from 1 to 70,000.'],
  ['70,001', 'This view has 70,000 images: type a number from 1 to 70,000.'],
  ['101 %', 'The last image is at 100 %: type a percentage from 0 to 100.'],
  ['-3', 'Type a number from 1 to 70,000, or a percentage, such as 50 %.'],
  ['1,23', 'Type a number from 1 to 70,000, or a percentage, such as 50 %.'],
  ['half', 'Type a number from 1 to 70,000, or a percentage, such as 50 %.'],
])('"%s" is told to be none', (text, problem) => expect(parseJump(text, 70_000)).toEqual({ problem }))
