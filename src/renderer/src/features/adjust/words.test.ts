import { expect, test } from 'vitest'
import { COLOUR_INPUT, FASHION_MNIST_INPUT } from '../../../../shared/domain.ts'
import { NO_FIX } from '../../../../shared/photo-fix.ts'
import type { Seen } from './adjusting.svelte.ts'
import { sayCrop } from './words.ts'

const box = { x: 0, y: 0, width: 1, height: 1 }
const mask = { width: 1, height: 1, pixels: new Uint8Array([255]) }
const seen = (change: Partial<Seen>): Seen => ({
  ...{ fix: NO_FIX, input: new Uint8Array(), mask, box, found: true },
  ...change,
})

test('in colour a mask is said to leave nothing out, and without a garment nearly all is taken', () => {
  expect(sayCrop(NO_FIX, seen({}), COLOUR_INPUT)).toBe(
    'The crop was found by itself. Tinted: taken for ground; the model sees it all the same.',
  )
  expect(sayCrop({ ...NO_FIX, crop: box }, seen({ mask: null }), COLOUR_INPUT)).toBe('Your crop.')
  expect(sayCrop(NO_FIX, seen({ found: false, mask: null }), COLOUR_INPUT)).toContain('nearly all of it')
})

test('in the form of Fashion-MNIST it leaves out what is tinted', () => {
  expect(sayCrop(NO_FIX, seen({}), FASHION_MNIST_INPUT)).toContain('Tinted: left out by the mask.')
  expect(sayCrop(NO_FIX, seen({ found: false, mask: null }), FASHION_MNIST_INPUT)).toContain('the middle')
})
