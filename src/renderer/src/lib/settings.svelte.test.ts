// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest'
import { Settings } from './settings.svelte.ts'

beforeEach(() => localStorage.clear())

test('are kept for the next time', () => {
  const settings = new Settings(localStorage)
  settings.theme = 'light'
  settings.autoAdvance = false
  const next = new Settings(localStorage)
  expect([next.theme, next.autoAdvance, next.inspector]).toEqual(['light', false, true])
})

test('keep the size of the pictures within its bounds', () => {
  const settings = new Settings(localStorage)
  settings.tileSize = 5000
  expect(settings.tileSize).toBe(240)
  settings.tileSize = 1
  expect(settings.tileSize).toBe(48)
})

test('start anew where what is stored is not theirs', () => {
  localStorage.setItem('haberdash-settings', '{broken')
  expect(new Settings(localStorage).theme).toBe('system')
})
