import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { ClassId, ModelId } from '../../../shared/domain.ts'
import { createLabels } from '../labels/labels.ts'
import { addPhoto } from '../photos/store.ts'
import { imageIds, photoBytes, temporaryLibrary } from '../testing/fixtures.ts'
import { imageFiles } from './image-files.ts'
import { labelTable } from './label-table.ts'

const ALL = ['dataset', 'photo'] as const

describe('labelTable', () => {
  it('has a row an image: who labelled it, when, and what the model says', async () => {
    const library = temporaryLibrary()
    const { db } = library
    const [first, second] = imageIds(library)
    db.write.prepare("INSERT INTO models VALUES ('v1', '', 1, '{}')").run()
    db.write
      .prepare(
        "INSERT INTO predictions (model_id, image_id, class_id, confidence, probabilities) VALUES ('v1', ?, 9, 0.25, x'00')",
      )
      .run(first)
    createLabels(db).set([second!], 4 as ClassId)
    const { rows, csv } = labelTable(db.read, 'v1' as ModelId, ALL)
    expect(rows).toBe(150)
    const lines = csv.trimEnd().split('\n')
    expect(lines).toHaveLength(151)
    expect(lines[1]).toBe('1,test 0,dataset,test,T-shirt/top,dataset,,Bag,0.25')
    expect(lines[2]).toMatch(/^2,test 1,dataset,test,Dress,person,\d{4}-\d\d-\d\dT[^,]+Z,,$/)
    expect(labelTable(db.read, null, ['photo']).rows).toBe(0)
  })

  it('quotes what has commas, and lets no spreadsheet take a name for a formula', async () => {
    const library = temporaryLibrary()
    await addPhoto(library, await photoBytes(1), '=cmd("x"), y.jpg')
    const { csv } = labelTable(library.db.read, null, ['photo'])
    expect(csv).toContain(`,"'=cmd(""x""), y.jpg",`)
  })
})

describe('imageFiles', () => {
  it('gives every labelled image a file of its own in the folder of its class, dataset images as they are', async () => {
    const library = temporaryLibrary()
    createLabels(library.db).set(imageIds(library).slice(0, 3), null)
    const files = imageFiles(library, ALL)
    expect(files).toHaveLength(147)
    expect(new Set(files.map(({ folder, name }) => `${folder}/${name}`)).size).toBe(147)
    const shirt = files.find(({ folder, name }) => folder === 'T-shirt-top' && name === 'train-20.png')!
    const { data, info } = await sharp(await shirt.read())
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 28, height: 28 })
    expect(data.equals(library.dataset!.train.pixels(20))).toBe(true)
  })

  it('keeps a photo in its folder, whatever it is called', async () => {
    const library = temporaryLibrary()
    const names = ['../../etc/passwd', 'con.jpg', 'a'.repeat(300), 'ärmel 袖.jpg', '..', 'a\u0000b/c.jpg']
    for (const [n, name] of names.entries()) await addPhoto(library, await photoBytes(n), name, 'Dress')
    for (const { folder, name } of imageFiles(library, ['photo'])) {
      expect(folder).toBe('Dress')
      expect(name).toMatch(/^\d+-[^/\\\0]{1,60}$/)
    }
    expect(imageFiles(library, ['photo']).map(({ name }) => name)[3]).toMatch(/-ärmel 袖.jpg$/)
  })
})
