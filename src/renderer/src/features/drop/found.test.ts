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
