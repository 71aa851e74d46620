import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { thumbnailPath } from '../photos/store.ts'
import { addPhotoRows, imageIds, temporaryLibrary } from '../testing/fixtures.ts'
import { poorPictures } from './poor-pictures.ts'
import { takeSubjects } from './subjects.ts'

it('a photo whose thumbnail is damaged is left out, and ends nothing', async () => {
  const library = temporaryLibrary()
  addPhotoRows(library, 0, 2)
  const [damaged, grey] = imageIds(library, "source = 'photo'")
  const keep = (id: number | undefined, bytes: Uint8Array) => {
    const hash = library.db.read.prepare('SELECT sha256 FROM photos WHERE image_id = ?').pluck().get(id)
    const path = thumbnailPath(library, hash as string)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  }
  const plain = sharp({ create: { width: 64, height: 64, channels: 3, background: '#808080' } })
  keep(damaged, Buffer.from('no picture'))
  keep(grey, await plain.webp().toBuffer())
  const subjects = await takeSubjects(library)
  const { blank } = await poorPictures(library, subjects, new AbortController().signal, () => {})
  expect(blank?.filter(({ id }) => id === damaged || id === grey)).toEqual([{ id: grey, score: 0 }])
})
