import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../core/testing/fixtures.ts'
import { json, photoFolder } from './testing.ts'

describe('haberdash, of photos,', () => {
  it('imports a folder, labels by sub-folder, names what failed, and finds nothing new the second time', async () => {
    const [folder, library] = [await photoFolder(), temporaryFolder()]
    const first = await json('import', folder, '--library', library)
    expect(first.code).toBe(3)
    expect(first.value).toEqual({
      imported: 4,
      duplicates: 1,
      labelled: 3,
      failed: [
        {
          path: join(folder, 'other', 'notes.jpg'),
          code: 'photo-not-an-image',
          message: expect.stringContaining('notes.jpg'),
          todo: expect.stringContaining('Haberdash reads JPEG'),
        },
      ],
      seconds: expect.any(Number),
    })
    const second = await json('import', folder, '--library', library)
    expect(second.value).toMatchObject({ imported: 0, duplicates: 5, labelled: 0 })
  })

  it('classifies photos and stores nothing', async () => {
    const [folder, library] = [await photoFolder(), temporaryFolder()]
    const { code, value } = await json('classify', folder, '--library', library)
    expect(code).toBe(3)
    expect(value.photos).toHaveLength(6)
    const failed = value.photos.filter((photo: object) => 'error' in photo)
    expect(failed).toEqual([
      {
        path: expect.stringContaining('notes.jpg'),
        error: expect.objectContaining({ code: 'photo-not-an-image' }),
      },
    ])
    const { threshold } = (await json('models', '--library', library)).value.models[0]
    for (const photo of value.photos.filter((each: object) => !('error' in each))) {
      const probabilities = Object.values(photo.probabilities) as number[]
      expect(probabilities).toHaveLength(10)
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4)
      expect(photo.probabilities[photo.label]).toBe(photo.confidence)
      expect(photo.confidence).toBe(Math.max(...probabilities))
      expect(photo.sure).toBe(photo.confidence >= threshold)
    }
    const again = await json('import', folder, '--library', library)
    expect(again.value.imported).toBe(4)
  })

  it('exports a row for every photo, and the labelled ones as files that are what came in', async () => {
    const [folder, library, target] = [await photoFolder(), temporaryFolder(), temporaryFolder()]
    await json('import', folder, '--library', library)
    const photos = (path: string, format: string) =>
      json('export', path, '--format', format, '--source', 'photo', '--library', library)

    const table = join(target, 'labels.csv')
    expect(await photos(table, 'csv')).toEqual({ code: 0, value: { exported: 4, path: table } })
    const [head, ...lines] = readFileSync(table, 'utf8').trimEnd().split('\n')
    expect(head).toBe('id,file,source,split,label,labelledBy,labelledAt,prediction,confidence')
    const answer = '[^,]+,[01](\\.\\d+)?'
    expect(lines.find((line) => line.includes('ärmel'))).toMatch(
      new RegExp(`^\\d+,ärmel 袖.jpg,photo,(train|holdout),Shirt,import,[^,]+Z,${answer}$`),
    )
    expect(lines.find((line) => line.includes('d.jpg'))).toMatch(
      new RegExp(`^\\d+,d.jpg,photo,(train|holdout),,,,${answer}$`),
    )

    const images = join(target, 'images')
    expect(await photos(images, 'folder')).toEqual({
      code: 0,
      value: { exported: 3, path: images, failed: [] },
    })
    expect(readdirSync(target).sort()).toEqual(['images', 'labels.csv'])
    expect(readdirSync(images).sort()).toEqual(['Dress', 'Shirt'])
    const copy = readdirSync(join(images, 'Shirt')).find((name) => name.endsWith('-b.jpg'))!
    const original = readFileSync(join(folder, 'shirt', 'b.jpg'))
    expect(readFileSync(join(images, 'Shirt', copy)).equals(original)).toBe(true)

    expect(await photos(images, 'folder')).toMatchObject({
      code: 1,
      value: { error: { code: 'target-exists' } },
    })
    rmSync(join(library, 'photos'), { recursive: true })
    const gone = await photos(join(target, 'gone'), 'folder')
    expect({ code: gone.code, exported: gone.value.exported }).toEqual({ code: 3, exported: 0 })
    expect(gone.value.failed.map(({ code }: { code: string }) => code)).toEqual(
      new Array(3).fill('photo-unreadable'),
    )
  })
})
