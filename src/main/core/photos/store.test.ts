import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { imageIds, photoBytes, temporaryLibrary } from '../testing/fixtures.ts'
import { modelInputs } from './inputs.ts'
import { pictureAt } from './media.ts'
import { addPhoto, photoPath, sha256, splitOfPhoto, thumbnailPath } from './store.ts'

const photos = "source = 'photo'"

describe('addPhoto', () => {
  it('keeps the file by its hash, a thumbnail and the model’s input', async () => {
    const library = temporaryLibrary()
    const bytes = await photoBytes(1)
    const { id, duplicate } = await addPhoto(library, bytes, 'blue shirt.jpg')
    expect(duplicate).toBe(false)
    const hash = sha256(bytes)
    expect(readFileSync(photoPath(library, hash))).toEqual(Buffer.from(bytes))
    expect(existsSync(thumbnailPath(library, hash))).toBe(true)
    const input = await modelInputs(library, [id])
    expect(input).toHaveLength(784)
    expect(input.some((value) => value > 60)).toBe(true)
  })

  it('takes the same content twice as one photo, also when both come at once', async () => {
    const library = temporaryLibrary()
    const bytes = await photoBytes(2)
    const added = await Promise.all([addPhoto(library, bytes, 'a.jpg'), addPhoto(library, bytes, 'b.jpg')])
    expect(new Set(added.map(({ id }) => id)).size).toBe(1)
    expect(added.filter(({ duplicate }) => duplicate)).toHaveLength(1)
    expect(await addPhoto(library, bytes, 'c.jpg')).toMatchObject({ duplicate: true })
    expect(imageIds(library, photos)).toHaveLength(1)
  })

  it('begins nothing in a library that was closed meanwhile', async () => {
    const library = temporaryLibrary()
    const bytes = await photoBytes(40)
    library.close()
    await expect(addPhoto(library, bytes, 'late.jpg')).rejects.toThrow()
    expect(readdirSync(library.paths.photos)).toEqual([])
  })

  it('takes the label from a folder that is named like a class, and from no other', async () => {
    const library = temporaryLibrary()
    const named = await addPhoto(library, await photoBytes(3), 'a.jpg', 'ankle BOOT')
    const slashed = await addPhoto(library, await photoBytes(7), 'c.jpg', 'T-shirt top')
    const other = await addPhoto(library, await photoBytes(4), 'b.jpg', 'Holiday 2026')
    expect(named.label).toBe(10)
    expect(slashed.label).toBe(1)
    expect(other.label).toBeNull()
    const actor = library.db.read.prepare('SELECT label_actor FROM images WHERE id = ?').pluck().get(named.id)
    expect(actor).toBe('import')
  })

  it('labels a photo that was there without a label, when it comes again from a folder of a class', async () => {
    const library = temporaryLibrary()
    const bytes = await photoBytes(8)
    const { id } = await addPhoto(library, bytes, 'twin.jpg', 'other')
    const again = await addPhoto(library, bytes, 'a.jpg', 'Dress')
    expect(again).toMatchObject({ id, duplicate: true, label: 4, labelledNow: true })
    const third = await addPhoto(library, bytes, 'b.jpg', 'Shirt')
    expect(third).toMatchObject({ id, label: 4, labelledNow: false })
  })

  it('mends a lost file when the photo comes again, and a lost thumbnail when it is looked at', async () => {
    const library = temporaryLibrary()
    const bytes = await photoBytes(9)
    const { id } = await addPhoto(library, bytes, 'a.jpg')
    rmSync(photoPath(library, sha256(bytes)))
    await addPhoto(library, bytes, 'a.jpg')
    expect(readFileSync(photoPath(library, sha256(bytes)))).toEqual(Buffer.from(bytes))
    rmSync(thumbnailPath(library, sha256(bytes)))
    expect(await pictureAt(library, `/image/${id}/thumb`)).toMatchObject({ type: 'image/webp' })
    expect(existsSync(thumbnailPath(library, sha256(bytes)))).toBe(true)
  })

  it('leaves nothing behind of a file that is no photo', async () => {
    const library = temporaryLibrary()
    const truncated = (await photoBytes(5)).subarray(0, 500)
    await expect(addPhoto(library, truncated, 'cut.jpg')).rejects.toMatchObject({
      code: 'photo-truncated',
      message: expect.stringContaining('cut.jpg'),
    })
    expect(imageIds(library, photos)).toEqual([])
    expect(readdirSync(library.paths.photos)).toEqual([])
  })
})

describe('splitOfPhoto', () => {
  it('holds out about a fifth, and always the same ones', () => {
    const hashes = Array.from({ length: 5000 }, (_, i) => sha256(Buffer.from(String(i))))
    const heldOut = hashes.filter((hash) => splitOfPhoto(hash) === 'holdout')
    expect(heldOut.length / hashes.length).toBeGreaterThan(0.18)
    expect(heldOut.length / hashes.length).toBeLessThan(0.22)
    expect(hashes.filter((hash) => splitOfPhoto(hash) === 'holdout')).toEqual(heldOut)
  })
})

describe('pictureAt', () => {
  it('serves a photo’s three pictures and a dataset image', async () => {
    const library = temporaryLibrary()
    const { id } = await addPhoto(library, await photoBytes(6), 'a.jpg')
    expect(await pictureAt(library, `/image/${id}/thumb`)).toMatchObject({ type: 'image/webp' })
    expect(await pictureAt(library, `/image/${id}/large`)).toMatchObject({ type: 'image/webp' })
    expect(await pictureAt(library, `/image/${id}/input`)).toMatchObject({ type: 'image/png' })
    expect(await pictureAt(library, '/image/1/thumb')).toMatchObject({ type: 'image/png' })
  })

  it.each([
    '/image/99999/thumb',
    '/image/1/../../haberdash.db',
    '/image/0x1/thumb',
    '/image/1/original',
    '/image/-1/thumb',
    '/',
  ])('serves nothing for %s', async (path) => {
    expect(await pictureAt(temporaryLibrary(), path)).toBeNull()
  })
})
