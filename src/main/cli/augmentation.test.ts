import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseAugmentation } from './augmentation.ts'

const amount = fc.double({ min: 0, max: 100, noNaN: true })
const amounts = fc.record(
  {
    flip: fc.boolean(),
    shift: amount,
    zoom: amount,
    rotate: amount,
    erase: amount,
    contrast: amount,
    colour: amount,
  },
  { requiredKeys: [] },
)

it('reads every amount as it was written, in whatever order', () => {
  fc.assert(
    fc.property(amounts, fc.boolean(), (wanted, turned) => {
      const parts = Object.entries(wanted).map(
        ([key, value]) => `${key}=${typeof value === 'boolean' ? (value ? 'on' : 'off') : value}`,
      )
      fc.pre(parts.length > 0)
      expect(parseAugmentation((turned ? parts.reverse() : parts).join(', '))).toEqual(wanted)
    }),
  )
})

it('turns all of it off by one word', () => {
  expect(parseAugmentation('none')).toEqual({
    flip: false,
    shift: 0,
    zoom: 0,
    rotate: 0,
    erase: 0,
    contrast: 0,
    colour: 0,
  })
})

it.each([
  ['', 'such as'],
  ['blur=1', 'such as'],
  ['toString=1', 'such as'],
  ['shift=1=2', 'such as'],
  ['shift', 'shift takes a number'],
  ['shift=much', 'shift takes a number'],
  ['flip=1', 'flip is either on or off'],
  ['zoom=0,zoom=0', 'zoom is given twice'],
])('refuses "%s" and says what is wrong', (text, words) => {
  expect(() => parseAugmentation(text)).toThrow(words)
})
