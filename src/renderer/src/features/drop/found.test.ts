// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { fromInput, fromTransfer } from './found.ts'

const file = (name: string, path = '') => {
  const made = new File(['x'], name, { type: name.endsWith('.jpg') ? 'image/jpeg' : '' })
  Object.defineProperty(made, 'webkitRelativePath', { value: path })
  return made
}
const fileEntry = (name: string) => ({
  isDirectory: false,
  name,
  file: (resolve: (made: File) => void) => resolve(file(name)),
})
/** A directory gives its entries in portions, as browsers do. */
const directory = (name: string, entries: object[]) => ({
  isDirectory: true,
  name,
  createReader: () => {
    const portions = [entries.slice(0, 1), entries.slice(1), []]
    return { readEntries: (resolve: (portion: object[]) => void) => resolve(portions.shift() ?? []) }
  },
})
const transfer = (entries: (object | null)[], files: File[] = []) =>
  ({ items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })), files }) as unknown as DataTransfer

const names = (found: Awaited<ReturnType<typeof fromTransfer>>) =>
  found.files.map((each) => [each.file.name, each.folder])

test('folders are walked to the bottom; what is no image in them is passed over and counted', async () => {
  const inner = directory('Dress', [fileEntry('a.jpg'), fileEntry('.DS_Store'), fileEntry('notes.txt')])
  const found = await fromTransfer(
    transfer([directory('all', [fileEntry('b.webp'), inner]), fileEntry('c.jpg')]),
  )
  expect(names(found)).toEqual([
    ['b.webp', 'all'],
    ['a.jpg', 'Dress'],
    ['c.jpg', undefined],
  ])
  expect(found.skipped).toBe(2)
})

test('a file given by itself is taken as it is: if it is no image, that is said by name', async () => {
  const found = await fromTransfer(transfer([fileEntry('notes.txt')]))
  expect(names(found)).toEqual([['notes.txt', undefined]])
})

const unreadable = (name: string) => ({
  isDirectory: false,
  name,
  file: (_: unknown, reject: (reason: Error) => void) => reject(new Error('NotFoundError')),
})
const closed = (name: string, portions: object[][] = []) => ({
  isDirectory: true,
  name,
  createReader: () => ({
    readEntries: (resolve: (portion: object[]) => void, reject: (reason: Error) => void) => {
      const portion = portions.shift()
      if (portion) resolve(portion)
      else reject(new Error('NotReadableError'))
    },
  }),
})

test('what cannot be opened is told by name, and the others go on', async () => {
  const found = await fromTransfer(
    transfer([
      unreadable('gone.jpg'),
      closed('Shirt', [[fileEntry('a.jpg')]]),
      directory('Dress', [unreadable('b.jpg'), fileEntry('c.jpg'), closed('Deep')]),
      fileEntry('d.jpg'),
    ]),
  )
  expect(names(found)).toEqual([
    ['a.jpg', 'Shirt'],
    ['c.jpg', 'Dress'],
    ['d.jpg', undefined],
  ])
  expect(found.failures).toEqual([
    {
      name: 'gone.jpg',
      text: "This file can't be opened: gone.jpg. Check that it is still there and may be read.",
    },
    {
      name: 'Shirt',
      text: "This folder can't be opened: Shirt. Check that it is still there and may be read.",
    },
    {
      name: 'b.jpg',
      text: "This file can't be opened: b.jpg. Check that it is still there and may be read.",
    },
    {
      name: 'Deep',
      text: "This folder can't be opened: Deep. Check that it is still there and may be read.",
    },
  ])
})

test('what is no image in a folder is passed over, whether it can be opened or not', async () => {
  const found = await fromTransfer(transfer([directory('all', [unreadable('.DS_Store')])]))
  expect(found).toEqual({ files: [], failures: [], skipped: 1 })
})

test('what is pasted has no entry, but is a file', async () => {
  const found = await fromTransfer(transfer([null], [file('image.jpg')]))
  expect(names(found)).toEqual([['image.jpg', undefined]])
})

test('a chosen folder tells the folder each file lies in', () => {
  const list = [file('a.jpg', 'all/Dress/a.jpg'), file('.DS_Store', 'all/.DS_Store'), file('b.jpg')]
  const found = fromInput(list as unknown as FileList)
  expect(names(found)).toEqual([
    ['a.jpg', 'Dress'],
    ['b.jpg', undefined],
  ])
  expect(found.skipped).toBe(1)
})
