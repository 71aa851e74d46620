// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { image } from '../../lib/testing/samples.ts'
import type { Batch } from './drop.svelte.ts'
import DropReport from './DropReport.svelte'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  cleanup()
  document.body.replaceChildren()
})

const batch = (change: Partial<Batch> = {}): Batch => ({
  total: 1,
  added: [image(1)],
  known: [],
  failures: [],
  skipped: 0,
  startedAt: 0,
  doneBefore: 0,
  ended: true,
  cancelled: false,
  unseen: null,
  ...change,
})

function show(shown: Batch) {
  const on = { oncancel: vi.fn(), ongoon: vi.fn(), ondismiss: vi.fn(), onshow: vi.fn() }
  render(DropReport, { batch: shown, ...on })
  return on
}

const escape = () =>
  document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
  )

test('what was not shown is offered, for as long as it takes', () => {
  const { onshow, ondismiss } = show(batch({ unseen: image(1) }))
  vi.advanceTimersByTime(60_000)
  expect(ondismiss).not.toHaveBeenCalled()
  screen.getByRole('button', { name: 'Show them' }).click()
  expect(onshow).toHaveBeenCalledOnce()
})

test('what was shown is not offered, and the report goes by itself', () => {
  const { ondismiss } = show(batch())
  expect(screen.queryByRole('button', { name: 'Show them' })).toBeNull()
  vi.advanceTimersByTime(8_000)
  expect(ondismiss).toHaveBeenCalledOnce()
})

test('what was left after a cancel can be gone on with, for as long as it takes', () => {
  const { ongoon, ondismiss } = show(batch({ total: 1200, cancelled: true }))
  vi.advanceTimersByTime(60_000)
  expect(ondismiss).not.toHaveBeenCalled()
  screen.getByRole('button', { name: 'Go on with the remaining 1,199' }).click()
  expect(ongoon).toHaveBeenCalledOnce()
})

test('a long one says how far it is and how long it will take', () => {
  const added = Array.from({ length: 10 }, (_, i) => image(i + 1))
  vi.setSystemTime(20_000)
  show(batch({ total: 100, added, ended: false }))
  expect(
    screen
      .getByText(/Adding photos/)
      .textContent.replace(/\s+/g, ' ')
      .trim(),
  ).toBe('Adding photos: 10 of 100, about 3 min 0 s left')
  expect(screen.getByRole('button', { name: 'Cancel' })).toBeDefined()
})

test('Escape closes the report', () => {
  const { ondismiss } = show(batch({ failures: [{ name: 'a', text: 'a is wrong.' }] }))
  escape()
  expect(ondismiss).toHaveBeenCalledOnce()
})

test.each(['dialog', 'menu', 'listbox'])('Escape is for the %s where one is open', (role) => {
  const { ondismiss } = show(batch({ failures: [{ name: 'a', text: 'a is wrong.' }] }))
  document.body.append(document.createElement('div'))
  document.body.lastElementChild?.setAttribute('role', role)
  escape()
  expect(ondismiss).not.toHaveBeenCalled()
})

test('Escape leaves what is under way', () => {
  const { ondismiss } = show(batch({ ended: false }))
  escape()
  expect(ondismiss).not.toHaveBeenCalled()
})

test('what befell many files is told once, with their names behind it; of a few, each', () => {
  const notes = Array.from({ length: 300 }, (_, i) => {
    const name = `${i}.jpg`
    return { name, text: `This file is not a picture: ${name}. Haberdash reads JPEG.` }
  })
  const empty = { name: '<b>.jpg', text: 'This file is empty: <b>.jpg. Copy it again.' }
  show(batch({ failures: [...notes, empty] }))
  const [group, ...others] = screen.getAllByRole('group')
  expect(others).toEqual([])
  expect(group!.querySelector('summary')!.textContent).toBe(
    '300 times: This file is not a picture. Haberdash reads JPEG.',
  )
  expect([...group!.querySelectorAll('li')].map(({ textContent }) => textContent)).toContain('299.jpg')
  expect(screen.getByText(empty.text)).toBeDefined()
})
