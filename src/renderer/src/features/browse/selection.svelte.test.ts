// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest'
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
