// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { AddedPhoto } from '../../../../shared/contract/photos.ts'
import { fakeApi, held } from '../../lib/testing/fake-api.ts'
import { image } from '../../lib/testing/samples.ts'
import { Drop } from './drop.svelte.ts'
import { rest, summary } from './summary.ts'

const named = (name: string, size = 1) => {
  const file = new File(['x'], name)
  Object.defineProperty(file, 'size', { value: size })
  return { file }
}
const files = (...names: string[]) => ({ files: names.map((name) => named(name)), skipped: 0 })
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
  const onEnd = vi.fn()
  const drop = new Drop(fakeApi({ photos: { add } }), { onEnd })
  await drop.add(files('1.jpg', '2.jpg', 'bad.jpg', 'twice.jpg', '3.jpg'))
  const batch = drop.batch!
  expect(batch).toMatchObject({ total: 5, ended: true, added: [1, 2, 4], known: [3] })
  expect(summary(batch)).toBe('3 photos added, 1 was here already.')
  expect(batch.failures.map(({ text }) => text)).toEqual(['This file ends too early to be a JPEG: bad.jpg.'])
  expect(rest(batch)).toBe('The other 3 photos were added.')
  expect(onEnd).toHaveBeenCalledOnce()
  drop.dismiss()
  expect(drop.batch).toBeNull()
})

test('three at once, and the name of the folder goes along', async () => {
  const answers = Array.from({ length: 4 }, () => held<AddedPhoto>())
  const add = vi.fn((_: { file: File; folder?: string }) => answers[add.mock.calls.length - 1]!.promise)
  const drop = new Drop(fakeApi({ photos: { add } }))
  const list = files('1.jpg', '2.jpg', '3.jpg', '4.jpg').files.map((each) => ({ ...each, folder: 'Dress' }))
  const all = drop.add({ files: list, skipped: 0 })
  expect(add).toHaveBeenCalledTimes(3)
  expect(add.mock.calls[0]?.[0].folder).toBe('Dress')
  answers.forEach(({ resolve }, index) => resolve(photo(index + 1)))
  await all
  expect(add).toHaveBeenCalledTimes(4)
})

test('a file that is too large is refused before it is sent', async () => {
  const drop = new Drop(fakeApi({}))
  await drop.add({ files: [named('huge.tif', 100_000_000)], skipped: 0 })
  expect(drop.batch?.failures[0]?.text.replaceAll('\u00a0', ' ')).toBe(
    'huge.tif has 100.0 MB; a photo may have 67.1 MB at most.',
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

test('says when there was no photo', async () => {
  const drop = new Drop(fakeApi({}))
  await drop.add({ files: [], skipped: 2 })
  expect(summary(drop.batch!)).toBe(
    'There was no photo in what you gave. 2 files of other kinds were passed over.',
  )
})
