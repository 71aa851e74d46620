// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { LibraryEntry, LibraryId, NewLibrary } from '../../../../shared/contract/libraries.ts'
import { HaberdashError } from '../../../../shared/errors.ts'
import { fakeApi, settled } from '../../lib/testing/fake-api.ts'
import { classNames } from './class-list.ts'
import { Libraries } from './libraries.svelte.ts'

const entry: LibraryEntry = { id: 'shoes' as LibraryId, name: 'Shoes', template: 'photos', open: true }

test('reads a list of classes by lines and commas', () => {
  expect(classNames(' dress, hat\n\nrain coat ,')).toEqual(['dress', 'hat', 'rain coat'])
  expect(classNames(' \n,')).toEqual([])
})

test('says what is wrong with a field once it was typed in, and with all of them when it is to be made', async () => {
  const create = vi.fn()
  const check = async () => ({ name: 'Too short.', classes: 'Too few.' })
  const libraries = new Libraries(fakeApi({ libraries: { check, create } }), vi.fn())
  libraries.ask()
  expect(libraries.problems).toEqual({ name: null, classes: null })
  libraries.name = 'x'
  await settled()
  expect(libraries.problems).toEqual({ name: 'Too short.', classes: null })
  await libraries.create()
  expect(libraries.problems).toEqual({ name: 'Too short.', classes: 'Too few.' })
  expect(create).not.toHaveBeenCalled()
})

test('makes what was typed; why it could not be is said', async () => {
  const create = vi
    .fn<(wanted: NewLibrary) => Promise<LibraryEntry>>()
    .mockRejectedValueOnce(new HaberdashError('disk-full', 'The disk is full.'))
    .mockResolvedValueOnce(entry)
  const check = async () => ({ name: null, classes: null })
  const libraries = new Libraries(fakeApi({ libraries: { check, create } }), vi.fn())
  libraries.name = 'Shoes'
  libraries.typed = 'boot\nsandal'
  await libraries.create()
  expect(libraries.problem).toBe('The disk is full.')
  await libraries.create()
  expect(libraries.problem).toBeNull()
  expect(create).toHaveBeenLastCalledWith({ name: 'Shoes', template: 'photos', classes: ['boot', 'sandal'] })
})

test('a library that can’t be opened is told, and the window stays', async () => {
  const told = vi.fn()
  const open = async () => {
    throw new HaberdashError('run-in-progress', 'A training run is going.', { todo: 'Wait.' })
  }
  const libraries = new Libraries(fakeApi({ libraries: { open } }), told)
  await libraries.open(entry.id)
  expect(told).toHaveBeenCalledWith('A training run is going. Wait.')
  expect(libraries.opening).toBe(false)
})
