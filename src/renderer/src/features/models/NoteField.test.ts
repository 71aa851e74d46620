// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, expect, test, vi } from 'vitest'
import { settled } from '../../lib/testing/fake-api.ts'
import NoteField from './NoteField.svelte'

afterEach(cleanup)

function show(note = 'old') {
  const onsave = vi.fn<(note: string) => Promise<string | null>>(async () => null)
  const { rerender } = render(NoteField, { name: 'v2', note, onsave })
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Note on v2' })
  const write = (value: string) => fireEvent.input(field, { target: { value } })
  return { onsave, field, write, rerender }
}

test('Enter keeps it, Shift and Enter is a new line', async () => {
  const { onsave, field, write } = show()
  await write('new')
  await fireEvent.keyDown(field, { key: 'Enter', shiftKey: true })
  expect(onsave).not.toHaveBeenCalled()
  await fireEvent.keyDown(field, { key: 'Enter' })
  expect(onsave).toHaveBeenCalledExactlyOnceWith('new')
})

test('leaving it keeps it, and what was not changed is not sent', async () => {
  const { onsave, field, write } = show()
  await fireEvent.blur(field)
  await write(' old ')
  await fireEvent.blur(field)
  expect(onsave).not.toHaveBeenCalled()
  await write('new')
  await fireEvent.blur(field)
  expect(onsave).toHaveBeenCalledExactlyOnceWith('new')
})

test('Escape takes back what was written', async () => {
  const { onsave, field, write } = show()
  await write('new')
  await fireEvent.keyDown(field, { key: 'Escape' })
  await fireEvent.blur(field)
  expect(field.value).toBe('old')
  expect(onsave).not.toHaveBeenCalled()
})

test('what could not be kept stays in the field, with the reason', async () => {
  const { onsave, field, write } = show()
  onsave.mockResolvedValueOnce('The disk is full.')
  await write('new')
  await fireEvent.keyDown(field, { key: 'Enter' })
  await settled()
  expect(field.value).toBe('new')
  expect(screen.getByText('The disk is full.')).toBeDefined()
  await fireEvent.keyDown(field, { key: 'Enter' })
  expect(onsave).toHaveBeenCalledTimes(2)
})

test('a note from another window is shown, but not over what is being written', async () => {
  const { field, write, rerender } = show()
  await rerender({ note: 'theirs' })
  expect(field.value).toBe('theirs')
  await write('mine')
  await rerender({ note: 'theirs again' })
  expect(field.value).toBe('mine')
})
