// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/svelte'
import { afterEach, expect, test, vi } from 'vitest'
import { classId } from '../../lib/testing/samples.ts'
import ClassPalette from './ClassPalette.svelte'

afterEach(cleanup)

const classes = [
  { id: classId(1), name: 'T-shirt/top', key: '1', color: 0, images: 7000, given: true },
  { id: classId(11), name: 'Hat', key: null, color: 10, images: 1, given: false },
]

test('a button for each class, named as it is, with its key and count told beside', () => {
  const onlabel = vi.fn()
  render(ClassPalette, {
    classes,
    current: null,
    dropOn: null,
    notGarment: undefined,
    onlabel,
    onchange: vi.fn(),
  })
  const shirt = screen.getByRole('button', { name: 'T-shirt/top', description: '7,000 images' })
  expect(shirt.getAttribute('aria-keyshortcuts')).toBe('1')
  shirt.click()
  expect(onlabel).toHaveBeenCalledExactlyOnceWith(1)
  expect(screen.getByRole('button', { name: 'Hat', description: '1 image' })).toBeDefined()
})

test('pressing it leaves the focus where it was, for the next key', () => {
  render(ClassPalette, {
    classes,
    current: null,
    dropOn: null,
    notGarment: undefined,
    onlabel: vi.fn(),
    onchange: vi.fn(),
  })
  const press = new MouseEvent('mousedown', { bubbles: true, cancelable: true })
  screen.getByRole('button', { name: 'Hat' }).dispatchEvent(press)
  expect(press.defaultPrevented).toBe(true)
})
