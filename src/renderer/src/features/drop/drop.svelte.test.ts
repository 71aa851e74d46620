// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { AddedPhoto } from '../../../../shared/contract/photos.ts'
import { NotAnswering } from '../../lib/api.ts'
import { fakeApi, held, settled } from '../../lib/testing/fake-api.ts'
import { image } from '../../lib/testing/samples.ts'
import { Drop, remaining } from './drop.svelte.ts'
import { rest, summary } from './summary.ts'

const named = (name: string, size = 1) => {
  const file = new File(['x'], name)
  Object.defineProperty(file, 'size', { value: size })
  return { file }
}
const files = (...names: string[]) => ({ files: names.map((name) => named(name)), skipped: 0, failures: [] })
const photo = (id: number, duplicate = false): AddedPhoto => ({
  id: image(id),
  duplicate,
  split: 'train',
  label: null,
  labelledNow: false,
})

test('adds each photo, tells which were here and which could not be read', async () => {
  let id = 0
  const add = vi.fn(async ({ file }: { file: File }) => {
    if (file.name === 'bad.jpg') throw new Error('This file ends too early to be a JPEG: bad.jpg.')
    return photo(++id, file.name === 'twice.jpg')
  })
  const onEnd = vi.fn(async () => true)
  const drop = new Drop(fakeApi({ photos: { add } }), { onEnd })
  await drop.add(files('1.jpg', '2.jpg', 'bad.jpg', 'twice.jpg', '3.jpg'))
  const batch = drop.batch!
  expect(batch).toMatchObject({ total: 5, ended: true, added: [1, 2, 4], known: [3] })
  expect(summary(batch)).toBe('3 photos added, 1 was here already.')
  expect(batch.failures.map(({ text }) => text)).toEqual(['This file ends too early to be a JPEG: bad.jpg.'])
  expect(rest(batch)).toBe('The other 3 photos were added.')
  expect(onEnd).toHaveBeenCalledExactlyOnceWith(4)
  expect(batch.unseen).toBeNull()
  drop.dismiss()
  expect(drop.batch).toBeNull()
})

test('three at once, and the name of the folder goes along', async () => {
  const answers = Array.from({ length: 4 }, () => held<AddedPhoto>())
  const add = vi.fn((_: { file: File; folder?: string }) => answers[add.mock.calls.length - 1]!.promise)
  const drop = new Drop(fakeApi({ photos: { add } }))
  const list = files('1.jpg', '2.jpg', '3.jpg', '4.jpg').files.map((each) => ({ ...each, folder: 'Dress' }))
  const all = drop.add({ files: list, skipped: 0, failures: [] })
  expect(add).toHaveBeenCalledTimes(3)
  expect(add.mock.calls[0]?.[0].folder).toBe('Dress')
  answers.forEach(({ resolve }, index) => resolve(photo(index + 1)))
  await all
  expect(add).toHaveBeenCalledTimes(4)
})

test('a file that is too large is refused before it is sent', async () => {
  const drop = new Drop(fakeApi({}))
  await drop.add({ files: [named('huge.tif', 100_000_000)], skipped: 0, failures: [] })
  expect(drop.batch?.failures[0]?.text).toBe(
    'This file is over 64 MB: huge.tif. Export it smaller and add that.',
  )
})

test('files that come meanwhile join in', async () => {
  const first = held<AddedPhoto>()
  let id = 1
  const add = vi.fn(async ({ file }: { file: File }) => (file.name === '1.jpg' ? first.promise : photo(++id)))
  const drop = new Drop(fakeApi({ photos: { add } }))
  const all = drop.add(files('1.jpg'))
  await drop.add(files('2.jpg', '3.jpg'))
  first.resolve(photo(1))
  await all
  expect(drop.batch).toMatchObject({ total: 3, ended: true })
  expect(drop.batch?.added).toHaveLength(3)
})

test('cancel keeps what is added and leaves the rest', async () => {
  const first = held<AddedPhoto>()
  const drop = new Drop(fakeApi({ photos: { add: () => first.promise } }))
  const all = drop.add(files('1.jpg', '2.jpg', '3.jpg', '4.jpg', '5.jpg'))
  drop.cancel()
  first.resolve(photo(1))
  await all
  expect(summary(drop.batch!)).toBe('3 photos added. You stopped it: 2 were left out.')
})

test('what the app did not answer for is left with the rest, and gone on with', async () => {
  let id = 0
  let isThere = true
  const add = async () => {
    if (!isThere) throw new NotAnswering()
    if (++id === 2) isThere = false
    return photo(id)
  }
  const drop = new Drop(fakeApi({ photos: { add } }))
  await drop.add(files('1.jpg', '2.jpg', '3.jpg', '4.jpg', '5.jpg', '6.jpg'))
  expect(summary(drop.batch!)).toBe('2 photos added. The app stopped answering: 4 were left out.')
  expect(drop.batch).toMatchObject({ failures: [], ended: true })
  isThere = true
  await drop.goOn()
  expect(summary(drop.batch!)).toBe('6 photos added.')
})

test('what was left is gone on with, and counted with what was before', async () => {
  const first = held<AddedPhoto>()
  let id = 1
  const add = vi.fn(async ({ file }: { file: File }) => (file.name === '1.jpg' ? first.promise : photo(++id)))
  const onStart = vi.fn()
  const drop = new Drop(fakeApi({ photos: { add } }), { onStart })
  const all = drop.add(files('1.jpg', '2.jpg', '3.jpg', '4.jpg', '5.jpg'))
  drop.cancel()
  first.resolve(photo(1))
  await all
  expect(remaining(drop.batch!)).toBe(2)
  await drop.goOn()
  expect(add.mock.calls.map(([{ file }]) => file.name).sort()).toEqual([
    '1.jpg',
    '2.jpg',
    '3.jpg',
    '4.jpg',
    '5.jpg',
  ])
  expect(drop.batch).toMatchObject({ total: 5, ended: true, cancelled: false })
  expect(summary(drop.batch!)).toBe('5 photos added.')
  expect(onStart).toHaveBeenCalledTimes(2)
  await drop.goOn()
  expect(add).toHaveBeenCalledTimes(5)
})

test('what was left is forgotten with its report', async () => {
  const first = held<AddedPhoto>()
  const add = vi.fn(async () => first.promise)
  const drop = new Drop(fakeApi({ photos: { add } }))
  const all = drop.add(files('1.jpg', '2.jpg', '3.jpg', '4.jpg'))
  drop.cancel()
  first.resolve(photo(1))
  await all
  drop.dismiss()
  await drop.goOn()
  expect(add).toHaveBeenCalledTimes(3)
})

test('says when there was no photo', async () => {
  const drop = new Drop(fakeApi({}))
  await drop.add({ files: [], skipped: 2, failures: [] })
  expect(summary(drop.batch!)).toBe(
    'There was no photo in what you gave. 2 files of other kinds were passed over.',
  )
})

test('what could not be opened is told beside what was added', async () => {
  const failures = [{ name: 'gone.jpg', text: "This file can't be opened: gone.jpg." }]
  const drop = new Drop(fakeApi({ photos: { add: async () => photo(1) } }))
  await drop.add({ ...files('1.jpg'), failures })
  expect(drop.batch).toMatchObject({ total: 2, failures, ended: true })
  expect([summary(drop.batch!), rest(drop.batch!)]).toEqual(['1 photo added.', 'The other photo was added.'])
  await drop.add({ files: [], skipped: 0, failures })
  expect(summary(drop.batch!)).toBe('No photo was added.')
})

test('what could not be opened joins in too', async () => {
  const first = held<AddedPhoto>()
  const failures = [{ name: 'gone.jpg', text: "This file can't be opened: gone.jpg." }]
  const drop = new Drop(fakeApi({ photos: { add: () => first.promise } }))
  const all = drop.add(files('1.jpg'))
  await drop.add({ files: [], skipped: 0, failures })
  first.resolve(photo(1))
  await all
  expect(drop.batch).toMatchObject({ total: 2, failures, ended: true })
})

test("each failure names its file, also where the error's sentence does not", async () => {
  const add = async () => Promise.reject(new Error('The disk is full, so this could not be saved.'))
  const drop = new Drop(fakeApi({ photos: { add } }))
  await drop.add(files('1.jpg'))
  expect(drop.batch?.failures).toEqual([
    { name: '1.jpg', text: '1.jpg: The disk is full, so this could not be saved.' },
  ])
})

test('a file that the browser can list but not read is told so', async () => {
  const add = async () =>
    Promise.reject(new DOMException('The requested file could not be read', 'NotReadableError'))
  const drop = new Drop(fakeApi({ photos: { add } }))
  await drop.add(files('1.jpg'))
  expect(drop.batch?.failures[0]?.text).toBe(
    "This file can't be opened: 1.jpg. Check that it is still there and may be read.",
  )
})

test('keeps in mind the photo that could not be shown, until it is', async () => {
  const drop = new Drop(fakeApi({ photos: { add: async () => photo(1) } }), { onEnd: async () => false })
  await drop.add(files('1.jpg'))
  expect(drop.batch?.unseen).toBe(1)
  drop.seen()
  expect(drop.batch?.unseen).toBeNull()
})

test('the answer to one drop is not taken for the next', async () => {
  const shown = held<boolean>()
  const drop = new Drop(fakeApi({ photos: { add: async () => photo(1) } }), { onEnd: () => shown.promise })
  const first = drop.add(files('1.jpg'))
  await settled()
  await drop.add(files())
  shown.resolve(false)
  await first
  expect(drop.batch).toMatchObject({ total: 0, unseen: null })
})

function account() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

test('what a reload cut short after it was cancelled can not be gone on with, and nothing of it is told in another library', async () => {
  const storage = account()
  const drop = new Drop(fakeApi({ photos: { add: () => held<AddedPhoto>().promise } }), {}, storage)
  void drop.add(files('1.jpg', '2.jpg', '3.jpg', '4.jpg', '5.jpg', '6.jpg'))
  await settled()
  drop.cancel()
  drop.leave()
  const next = new Drop(fakeApi({}), {}, storage)
  expect(next.batch).toMatchObject({ ended: true, cancelled: false, interrupted: true })
  drop.forget()
  drop.leave()
  expect(new Drop(fakeApi({}), {}, storage).batch).toBeNull()
})

test('of a batch that a reload cut short the next window tells what was added', async () => {
  const storage = account()
  const answer = held<AddedPhoto>()
  let id = 0
  const add = async () => (++id < 3 ? photo(id) : answer.promise)
  const drop = new Drop(fakeApi({ photos: { add } }), {}, storage)
  void drop.add(files('1.jpg', '2.jpg', '3.jpg', '4.jpg', '5.jpg', '6.jpg'))
  await settled()
  drop.leave()
  const next = new Drop(fakeApi({}), {}, storage)
  expect(summary(next.batch!)).toBe(
    '2 photos added. Then the window was loaded anew, before the other 4. Drop the same again: only what is missing is added.',
  )
  expect(remaining(next.batch!)).toBe(0)
  next.dismiss()
  expect(new Drop(fakeApi({}), {}, storage).batch).toBeNull()
})

test('what is given while many are under way goes before them, and says that it is not one of many', async () => {
  const asked: { name: string; bulk: boolean | undefined }[] = []
  const first = held<AddedPhoto>()
  const add = ({ file, bulk }: { file: File; bulk?: boolean }) => {
    asked.push({ name: file.name, bulk })
    return asked.length <= 3 ? first.promise : Promise.resolve(photo(asked.length))
  }
  const drop = new Drop(fakeApi({ photos: { add } }))
  const all = drop.add(files(...Array.from({ length: 30 }, (_, n) => `${n}.jpg`)))
  await drop.add(files('one.jpg'))
  first.resolve(photo(1))
  await all
  expect(asked[0]).toEqual({ name: '0.jpg', bulk: true })
  expect(asked[3]).toEqual({ name: 'one.jpg', bulk: undefined })
  expect(asked).toHaveLength(31)
})
