// @vitest-environment jsdom
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { Selection } from './selection.svelte.ts'

let selection: Selection
beforeEach(() => {
  selection = new Selection()
  selection.reset(10)
})

test('begins with the first image', () => {
  expect([selection.focus, selection.places()]).toEqual([0, [0]])
})

test('extends from where it began, forwards and back', () => {
  selection.only(4)
  selection.extend(6)
  expect(selection.places()).toEqual([4, 5, 6])
  selection.extend(3)
  expect(selection.places()).toEqual([3, 4])
  expect(selection.focus).toBe(3)
})

test('one is put in or taken out', () => {
  selection.only(2)
  selection.toggle(5)
  expect(selection.places()).toEqual([2, 5])
  selection.toggle(5)
  expect(selection.places()).toEqual([2])
})

test('the focus is sent somewhere by keys and clicks, also to where it is, but not by a band or the same view anew', () => {
  const moves = () => selection.moves
  const before = moves()
  selection.only(0)
  selection.extend(3)
  selection.toggle(5)
  expect(moves()).toBe(before + 3)
  selection.beginBand(7, false)
  selection.cancelBand()
  selection.reset(10, [5])
  expect(moves()).toBe(before + 3)
  selection.reset(10, [2])
  expect(moves()).toBe(before + 4)
})

test('all of a million at once', () => {
  selection.reset(1_000_000)
  selection.all()
  expect(selection.count).toBe(1_000_000)
  expect(selection.has(999_999)).toBe(true)
})

test('stays within the view', () => {
  selection.only(99)
  expect(selection.focus).toBe(9)
  selection.only(-1)
  expect(selection.focus).toBe(0)
})

test('of a view without images there is none', () => {
  selection.reset(0)
  expect([selection.focus, selection.count]).toEqual([0, 0])
  selection.toggle(0)
  expect(selection.count).toBe(0)
})

test('a new view keeps the place of the focus, or what is given', () => {
  selection.only(7)
  selection.reset(5)
  expect(selection.focus).toBe(4)
  selection.reset(5, [1, 3])
  expect([selection.focus, selection.places()]).toEqual([1, [1, 3]])
})

describe('a rubber band', () => {
  test('selects what it covers, and lets go of what it leaves', () => {
    selection.only(0)
    selection.beginBand(4, false)
    selection.band([
      [4, 6],
      [8, 10],
    ])
    expect(selection.places()).toEqual([4, 5, 8, 9])
    selection.band([[4, 5]])
    selection.endBand()
    expect([selection.focus, selection.places()]).toEqual([4, [4]])
  })

  test('adds to what was selected', () => {
    selection.only(5)
    selection.beginBand(8, true)
    selection.band([[4, 9]])
    selection.band([[8, 9]])
    expect([selection.count, selection.places()]).toEqual([2, [5, 8]])
  })

  test('leaves all as it was when it is taken back', () => {
    selection.only(5)
    selection.beginBand(8, false)
    selection.band([[7, 9]])
    selection.cancelBand()
    expect([selection.count, selection.focus, selection.places()]).toEqual([1, 5, [5]])
  })

  test('ends with the view it was drawn over', () => {
    selection.beginBand(8, false)
    selection.reset(3)
    selection.band([[0, 3]])
    expect(selection.places()).toEqual([2])
  })
})

test('counts and keeps what a set would, whatever is done', () => {
  const LENGTH = 24
  const place = fc.integer({ min: 0, max: LENGTH - 1 })
  const range = fc.tuple(place, place).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b) + 1])
  const step = fc.oneof(
    fc.record({ kind: fc.constantFrom('only', 'extend', 'toggle'), place }),
    fc.record({ kind: fc.constant('all') }),
    fc.record({
      kind: fc.constant('band'),
      place,
      adds: fc.boolean(),
      ranges: fc.array(range),
      kept: fc.boolean(),
    }),
  )
  type Step = { kind: string; place?: number; adds?: boolean; ranges?: [number, number][]; kept?: boolean }
  const between = (first: number, end: number) => Array.from({ length: end - first }, (_, n) => first + n)
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps: Step[]) => {
      selection.reset(LENGTH)
      selection.only(0)
      let model = new Set([0])
      let anchor = 0
      for (const { kind, place: at = 0, adds = false, ranges = [], kept = true } of steps) {
        if (kind === 'only') {
          selection.only(at)
          model = new Set([at])
        }
        if (kind === 'extend') {
          selection.extend(at)
          model = new Set(between(Math.min(anchor, at), Math.max(anchor, at) + 1))
        }
        if (kind === 'toggle') {
          selection.toggle(at)
          if (!model.delete(at)) model.add(at)
        }
        if (kind === 'all') {
          selection.all()
          model = new Set(between(0, LENGTH))
        }
        if (kind === 'band') {
          selection.beginBand(at, adds)
          selection.band(ranges)
          if (kept) selection.endBand()
          else selection.cancelBand()
          if (kept) model = new Set([...(adds ? model : []), ...ranges.flatMap((each) => between(...each))])
        }
        if (['only', 'toggle'].includes(kind) || (kind === 'band' && kept)) anchor = at
        expect(selection.places()).toEqual([...model].sort((a, b) => a - b))
        expect(selection.count).toBe(model.size)
      }
    }),
  )
})
