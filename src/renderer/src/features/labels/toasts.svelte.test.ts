// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Toasts } from './toasts.svelte.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const texts = (toasts: Toasts) => toasts.items.map(({ text }) => text)

test('what is done now takes the place of what was done before; problems stay', () => {
  const toasts = new Toasts()
  toasts.problem('The disk is full.')
  toasts.done('one')
  toasts.done('two')
  expect(texts(toasts)).toEqual(['The disk is full.', 'two'])
})

test('the same problem is said once', () => {
  const toasts = new Toasts()
  toasts.problem('The disk is full.')
  toasts.problem('The disk is full.')
  expect(texts(toasts)).toHaveLength(1)
})

test('all of it goes by itself, or when it is closed', () => {
  const toasts = new Toasts()
  toasts.done('one')
  toasts.problem('two')
  toasts.problem('three')
  toasts.dismiss(toasts.items[1]!.id)
  expect(texts(toasts)).toEqual(['one', 'three'])
  vi.advanceTimersByTime(5_000)
  expect(texts(toasts)).toEqual(['three'])
  vi.advanceTimersByTime(10_000)
  expect(texts(toasts)).toEqual([])
})
