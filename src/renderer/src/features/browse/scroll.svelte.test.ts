// @vitest-environment jsdom
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LongScroll, shownHeight, toReal, toShown, type Heights } from './scroll.svelte.ts'

const viewport = fc.integer({ min: 300, max: 3000 })
/** Up to four million images, one in a row, at the largest size. */
const heights = fc.record({ real: fc.integer({ min: 3000, max: 1e9 }), viewport })
const long = fc.record({ real: fc.integer({ min: 1e7, max: 1e9 }), viewport })
const part = fc.double({ min: 0, max: 1, noNaN: true })
const end = ({ real, viewport }: Heights) => real - viewport

describe('the scrollbar', () => {
  test('covers all from end to end, back and forth, and never goes back', () =>
    fc.assert(
      fc.property(heights, part, part, (sizes, one, other) => {
        const tops = [0, ...[one, other].map((each) => each * end(sizes)).sort((a, b) => a - b), end(sizes)]
        const shown = tops.map((top) => toShown(top, sizes))
        expect(shown).toEqual(shown.toSorted((a, b) => a - b))
        expect([shown[0], shown[3]]).toEqual([0, shownHeight(sizes.real) - sizes.viewport])
        tops.forEach((top, at) => expect(toReal(shown[at]!, sizes)).toBeCloseTo(top, 3))
      }),
    ))

  test('dragged to anywhere it leads to the place it stands for', () =>
    fc.assert(
      fc.property(long, part, (sizes, to) => {
        const scroll = new LongScroll(() => sizes)
        const scrollTop = Math.round(to * (shownHeight(sizes.real) - sizes.viewport))
        fc.pre(scrollTop > 20_000)
        expect(scroll.scrolled(scrollTop)).toBe(scrollTop)
        expect(scroll.top).toBe(Math.round(toReal(scrollTop, sizes)))
      }),
    ))
})

test('every row can be reached, and is drawn where it belongs', () =>
  fc.assert(
    fc.property(heights, part, (sizes, at) => {
      const scroll = new LongScroll(() => sizes)
      const top = Math.round(at * end(sizes))
      const scrollTop = scroll.go(top)
      expect(scroll.top).toBe(top)
      expect(top - scroll.offset).toBe(scrollTop)
      expect(scrollTop).toBeLessThanOrEqual(shownHeight(sizes.real) - sizes.viewport)
    }),
  ))

test('a wheel of so many pixels moves the pictures by so many, wherever they are and however long it turns', () =>
  fc.assert(
    fc.property(
      heights,
      part,
      fc.array(fc.record({ by: fc.integer({ min: -1000, max: 1000 }), rests: fc.boolean() }), {
        maxLength: 60,
      }),
      (sizes, from, turns) => {
        const scroll = new LongScroll(() => sizes)
        let element = scroll.go(Math.round(from * end(sizes)))
        const most = shownHeight(sizes.real) - sizes.viewport
        for (const { by, rests } of turns) {
          const wanted = Math.max(0, Math.min(scroll.top + by, end(sizes)))
          element = scroll.scrolled(Math.max(0, Math.min(element + by, most)))
          expect(scroll.top).toBe(wanted)
          if (rests) element = scroll.rest()
          expect(scroll.top).toBe(wanted)
        }
      },
    ),
  ))

test('turned without a rest it gets from one end to the other', () => {
  const sizes = { real: 20_000_000, viewport: 700 }
  const scroll = new LongScroll(() => sizes)
  const most = shownHeight(sizes.real) - sizes.viewport
  let element = 0
  for (let turns = 0; scroll.top < end(sizes); turns++) {
    expect(turns).toBeLessThan(20_000)
    element = scroll.scrolled(Math.min(element + 1000, most))
  }
  expect(element).toBe(most)
})

test('fewer pictures, or another size of them, leave it within them', () => {
  let sizes = { real: 60_000_000, viewport: 700 }
  const scroll = new LongScroll(() => sizes)
  scroll.go(59_000_000)
  sizes = { real: 10_000, viewport: 700 }
  expect(scroll.go(scroll.top)).toBe(9300)
  expect([scroll.top, scroll.offset]).toEqual([9300, 0])
})
