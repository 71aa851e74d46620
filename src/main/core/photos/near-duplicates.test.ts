import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLibrary } from '../library/library.ts'
import { imageIds, photoBytes, temporaryLibrary, tinyDataset } from '../testing/fixtures.ts'
import { decodePhoto } from './decode.ts'
import { lookOf, nearByHash } from './look.ts'
import { keepLook, splitOfNear } from './near-duplicates.ts'
import { addPhoto, sha256, splitOfPhoto } from './store.ts'

const splitOf = async (n: number) => splitOfPhoto(sha256(await photoBytes(n)))

/** A number whose photo is of this split by its content. */
async function photoOf(split: 'train' | 'holdout'): Promise<number> {
  let n = 0
  while ((await splitOf(n)) !== split) n++
  return n
}

/** The same picture, smaller and compressed anew, so that its content is of the other split. */
async function nearOf(n: number): Promise<Uint8Array> {
  const own = await splitOf(n)
  for (let quality = 95; quality > 60; quality--) {
    const near = await sharp(await photoBytes(n))
      .resize(110)
      .jpeg({ quality })
      .toBuffer()
    if (splitOfPhoto(sha256(near)) !== own) return near
  }
  throw new Error('None of the other split.')
}

describe('a near-duplicate', () => {
  it.each(['train', 'holdout'] as const)('of a %s photo goes where that one went', async (split) => {
    const library = temporaryLibrary()
    const n = await photoOf(split)
    const near = await nearOf(n)
    expect(await addPhoto(library, await photoBytes(n), 'a.jpg')).toMatchObject({ split })
    expect(await addPhoto(library, near, 'b.jpg')).toMatchObject({ split, duplicate: false })
  })

  it('of a photo from before looks were kept, too', async () => {
    const library = temporaryLibrary()
    const n = await photoOf('holdout')
    await addPhoto(library, await photoBytes(n), 'a.jpg')
    library.db.write.prepare('DELETE FROM photo_looks').run()
    const reopened = openLibrary(library.folder, tinyDataset)
    onTestFinished(() => reopened.close())
    expect(await addPhoto(reopened, await nearOf(n), 'b.jpg')).toMatchObject({ split: 'holdout' })
  })

  it('of photos on both sides is held out; another garment is not one', async () => {
    const library = temporaryLibrary()
    const { write, read } = library.db
    const look = await lookOf(await decodePhoto(await photoBytes(1), 'a.jpg'))
    const [first, second] = imageIds(library, "split = 'train'") as [never, never]
    keepLook(write, first, look)
    expect(splitOfNear(read, look)).toBe('train')
    keepLook(write, second, look)
    write.prepare("UPDATE images SET split = 'holdout' WHERE id = ?").run(second)
    expect(splitOfNear(read, look)).toBe('holdout')
    const other = { ...look, colours: look.colours.map((value) => 255 - value) }
    expect(splitOfNear(read, other)).toBeNull()
  })

  it('is found by the index of a byte, whichever seven bits differ', async () => {
    const library = temporaryLibrary()
    const look = await lookOf(await decodePhoto(await photoBytes(1), 'a.jpg'))
    keepLook(library.db.write, imageIds(library, "split = 'train'")[0]!, look)
    const flips = fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { minLength: 7, maxLength: 8 })
    fc.assert(
      fc.property(flips, (bits) => {
        const hash = look.hash.slice()
        for (const bit of bits) hash[bit >> 3]! ^= 1 << (bit & 7)
        expect(nearByHash(hash, look.hash)).toBe(bits.length <= 7)
        expect(splitOfNear(library.db.read, { ...look, hash })).toBe(bits.length <= 7 ? 'train' : null)
      }),
    )
  })
})
