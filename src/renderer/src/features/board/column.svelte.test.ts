import { expect, test } from 'vitest'
import { classId, image } from '../../lib/testing/samples.ts'
import { Column } from './column.svelte.ts'

function column(...ids: number[]) {
  const made = new Column(classId(1))
  made.load(Uint32Array.from(ids))
  return made
}

const leaving = (...ids: number[]) => {
  const set = new Set(ids.map(image))
  return (id: ReturnType<typeof image>) => set.has(id)
}

const listed = (made: Column) => Array.from(made.ids)

test('what comes in lies at the top, in its order, and is marked', () => {
  const made = column(10, 20)
  made.receive([7, 3].map(image))
  expect(listed(made)).toEqual([7, 3, 10, 20])
  expect([7, 10].map((id) => made.isFresh(image(id)))).toEqual([true, false])
})

test('what comes back lies where it was', () => {
  const made = column(10, 20, 30, 40, 50)
  expect(made.release(leaving(20, 30, 50))).toEqual([20, 30, 50])
  expect(listed(made)).toEqual([10, 40])
  made.receive([50, 20, 30].map(image))
  expect(listed(made)).toEqual([10, 20, 30, 40, 50])
})

test('one that comes back with others that are new goes to its place behind them, if there is none left, to the end', () => {
  const made = column(10, 20, 30)
  made.release(leaving(20, 30))
  made.receive([1, 30].map(image))
  expect(listed(made)).toEqual([1, 10, 30])
})

test('an image that is at the top of the window stays there, whatever comes and goes above it', () => {
  const made = column(...Array.from({ length: 100 }, (_, at) => at + 1))
  made.scrolled(40, 0.5)
  made.release(leaving(1, 2, 3, 4, 90))
  expect(made.rowsAbove(2)).toBe(18.5)
  made.receive([500, 501].map(image))
  expect(made.rowsAbove(2)).toBe(19.5)
  made.receive([1, 2, 3, 4, 90].map(image))
  expect(made.at(42)).toBe(41)
  expect(made.rowsAbove(2)).toBe(21.5)
})

test('at its very top it shows what comes in', () => {
  const made = column(10, 20)
  made.receive([7, 8].map(image))
  expect(made.rowsAbove(2)).toBe(0)
})

test('loaded anew it begins at its top, and knows no former places', () => {
  const made = column(10, 20, 30)
  made.scrolled(2, 0)
  made.release(leaving(30))
  made.load(Uint32Array.from([10, 20]))
  made.receive([image(30)])
  expect(listed(made)).toEqual([30, 10, 20])
  expect(made.rowsAbove(1)).toBe(0)
})

test('it is used as long as it has images, or had some', () => {
  const made = column(10)
  made.release(leaving(10))
  expect([made.used, column().used]).toEqual([true, false])
})
