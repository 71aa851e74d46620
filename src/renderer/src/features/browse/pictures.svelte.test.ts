// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { ImageRow } from '../../../../shared/contract/browse.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { fakeApi, held } from '../../lib/testing/fake-api.ts'
import { image, row, sheetOf } from '../../lib/testing/samples.ts'
import { Pictures } from './pictures.svelte.ts'

const TILE = 96

/** A bitmap that says whose it is: jsdom decodes none. */
const bitmapOf = (file: Uint8Array, side: number) =>
  ({ of: file[0], width: side, height: side, close: vi.fn() }) as unknown as ImageBitmap & { of: number }

/** Photos whose thumbnail is their number, in three bytes; those in `gone` have none. */
function setUp(gone = new Set<number>()) {
  let time = 0
  const thumbnails = vi.fn(async ({ ids }: { ids: ImageId[] }) =>
    sheetOf(...ids.map((id) => (gone.has(id) ? new Uint8Array(0) : Uint8Array.of(id, id, id)))),
  )
  const decode = vi.fn(async (file: Uint8Array, side: number): Promise<ImageBitmap> => bitmapOf(file, side))
  const rows = new Map<ImageId, ImageRow>()
  for (let id = 1; id < 100; id++) rows.set(image(id), row(id, { source: 'photo' }))
  const pictures = new Pictures({
    api: fakeApi({ browse: { thumbnails } }),
    row: (id) => rows.get(id),
    decode,
    now: () => time,
  })
  const show = async (...ids: number[]) => {
    pictures.want(ids.map(image), TILE)
    await pictures.fetch()
  }
  return { pictures, thumbnails, decode, rows, show, gone, later: (by: number) => (time += by) }
}

const shownOf = (pictures: Pictures, id: number) =>
  (pictures.picture(image(id)) as unknown as { of: number } | undefined)?.of

test('photos come in one sheet, each with its own picture, and once', async () => {
  const { pictures, thumbnails, show } = setUp()
  await show(3, 1, 2)
  await show(1, 2, 4)
  expect(thumbnails.mock.calls.map(([{ ids }]) => ids)).toEqual([[3, 1, 2], [4]])
  expect([1, 2, 3, 4].map((id) => shownOf(pictures, id))).toEqual([1, 2, 3, 4])
})

test('a photo whose file is gone is told so, and asked for again only after a while', async () => {
  const { pictures, thumbnails, show, gone, later } = setUp(new Set([2]))
  await show(1, 2)
  expect([shownOf(pictures, 1), pictures.picture(image(2))]).toEqual([1, 'gone'])
  await show(1, 2)
  expect(thumbnails).toHaveBeenCalledOnce()
  later(60_000)
  gone.clear()
  await show(1, 2)
  expect(thumbnails).toHaveBeenLastCalledWith({ ids: [2] })
  expect(shownOf(pictures, 2)).toBe(2)
})

test('once something about it has changed, it is asked for at once', async () => {
  const { pictures, thumbnails, show } = setUp(new Set([2]))
  await show(2)
  pictures.changed([image(2)])
  await show(2)
  expect(thumbnails).toHaveBeenCalledTimes(2)
})

test('a file that is no picture is as good as gone', async () => {
  const { pictures, decode, show } = setUp()
  decode.mockRejectedValueOnce(new Error('not a picture'))
  await show(1, 2)
  expect([pictures.picture(image(1)), shownOf(pictures, 2)]).toEqual(['gone', 2])
})

test('larger tiles have larger pictures, from the same file; the smaller one is shown until then', async () => {
  const { pictures, thumbnails, decode, show } = setUp()
  await show(1)
  const small = pictures.picture(image(1)) as ImageBitmap
  const larger = held<ImageBitmap>()
  decode.mockImplementationOnce(() => larger.promise)
  pictures.want([image(1)], 2 * TILE)
  const fetched = pictures.fetch()
  expect(pictures.picture(image(1))).toBe(small)
  expect(small.close).not.toHaveBeenCalled()
  larger.resolve(bitmapOf(Uint8Array.of(1), 192))
  await fetched
  expect(decode.mock.calls.map(([, side]) => side)).toEqual([96, 192])
  expect([thumbnails.mock.calls.length, shownOf(pictures, 1)]).toEqual([1, 1])
  expect(small.close).toHaveBeenCalledOnce()
})

test('where no tile is shown photos are not asked for', async () => {
  const { pictures, thumbnails } = setUp()
  pictures.want([image(1)], 0)
  await pictures.fetch()
  expect(thumbnails).not.toHaveBeenCalled()
})

test('of what was scrolled past much is let go, and of what is on screen nothing', async () => {
  const { pictures, decode } = setUp()
  // 4,000 x 4,000 pixels are 64 MB: as many as are kept.
  decode.mockImplementation(async (file) => bitmapOf(file, 4000))
  const seen: ImageBitmap[] = []
  for (const ids of [[1, 2], [3], [4]]) {
    pictures.want(ids.map(image), TILE)
    await pictures.fetch()
    for (const id of ids) {
      const picture = pictures.picture(image(id)) as ImageBitmap
      expect(picture.close).not.toHaveBeenCalled()
      seen.push(picture)
    }
  }
  expect([1, 2, 3].map((id) => pictures.picture(image(id)))).toEqual([undefined, undefined, undefined])
  expect(seen.map(({ close }) => vi.mocked(close).mock.calls.length)).toEqual([1, 1, 1, 0])
})
