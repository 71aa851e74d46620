// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { edgeSpeed, RubberBand, type BandTarget } from './band.svelte.ts'
import type { Area } from './layout.ts'

let top = 0
let target: { [Call in keyof BandTarget]: ReturnType<typeof vi.fn<BandTarget[Call]>> }
let band: RubberBand

beforeEach(() => {
  top = 0
  target = { beginBand: vi.fn(), band: vi.fn(), endBand: vi.fn(), cancelBand: vi.fn() }
  const element = document.createElement('div')
  element.setPointerCapture = () => {}
  band = new RubberBand({
    element: () => element,
    point: (x, y) => ({ x, y: y + top }),
    touched: ({ top: first, bottom }: Area) => [[first, bottom]],
    scrollBy: () => {},
    target: () => target,
  })
})
afterEach(() => pointer('pointerup', 0, 0))

function pointer(type: string, clientX: number, clientY: number) {
  const event = new PointerEvent(type, { clientX, clientY, pointerId: 1, button: 0 })
  window.dispatchEvent(event)
  return event
}

const press = (adds = false) => band.press(pointer('pointerdown', 10, 10), 3, adds)

test('a press that does not wander is no band', () => {
  press()
  pointer('pointermove', 12, 13)
  pointer('pointerup', 12, 13)
  expect([band.area, target.beginBand.mock.calls, target.endBand.mock.calls]).toEqual([null, [], []])
})

test('it spans from the press to the pointer, whichever way', () => {
  press(true)
  pointer('pointermove', 40, 5)
  expect(target.beginBand).toHaveBeenCalledExactlyOnceWith(3, true)
  expect(band.area).toEqual({ left: 10, top: 5, right: 40, bottom: 10 })
  expect(target.band).toHaveBeenLastCalledWith([[5, 10]])
  pointer('pointerup', 40, 5)
  expect(band.area).toBeNull()
  expect(target.endBand).toHaveBeenCalledOnce()
})

test('pictures that scroll under the pointer come into it', () => {
  press()
  pointer('pointermove', 40, 50)
  top = 1000
  band.scrolled()
  expect(band.area).toEqual({ left: 10, top: 10, right: 40, bottom: 1050 })
})

test('Escape takes it back, and is nothing else then', () => {
  press()
  pointer('pointermove', 40, 50)
  const escape = new KeyboardEvent('keydown', { key: 'Escape', cancelable: true })
  window.dispatchEvent(escape)
  expect(escape.defaultPrevented).toBe(true)
  expect(target.cancelBand).toHaveBeenCalledOnce()
  pointer('pointermove', 60, 70)
  pointer('pointerup', 60, 70)
  expect([band.area, target.endBand.mock.calls]).toEqual([null, []])
})

test('near an edge the pictures scroll, faster further out', () => {
  expect(edgeSpeed(400, 100, 700)).toBe(0)
  expect(edgeSpeed(680, 100, 700)).toBeGreaterThan(0)
  expect(edgeSpeed(780, 100, 700)).toBeGreaterThan(edgeSpeed(680, 100, 700))
  expect(edgeSpeed(120, 100, 700)).toBe(-edgeSpeed(680, 100, 700))
})
