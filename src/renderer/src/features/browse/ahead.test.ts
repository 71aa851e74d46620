import { expect, test } from 'vitest'
import { Ahead } from './ahead.ts'

test('a screen in the direction of scrolling comes next, and nothing after a leap', () => {
  const ahead = new Ahead()
  expect(ahead.after(0, 100)).toEqual([100, 100])
  expect(ahead.after(10, 110)).toEqual([110, 210])
  expect(ahead.after(5, 105)).toEqual([0, 5])
  expect(ahead.after(900, 1000)).toEqual([1000, 1000])
  expect(ahead.after(890, 990)).toEqual([790, 890])
})
