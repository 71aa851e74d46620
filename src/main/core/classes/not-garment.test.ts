import BetterSqlite3 from 'better-sqlite3'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ClassId } from '../../../shared/domain.ts'
import { createImageIndex } from '../browse/image-index.ts'
import { imageFiles } from '../export/image-files.ts'
import { labelTable } from '../export/label-table.ts'
import { createLabels } from '../labels/labels.ts'
import { openLibrary } from '../library/library.ts'
import { photosTemplate } from '../library/template.ts'
import { takeTruth } from '../models/truth.ts'
import { addPhotoRows, imageIds, temporaryLibrary, tinyDataset } from '../testing/fixtures.ts'
import { selectPhotos } from '../training/photo-selection.ts'
import { FINE_TUNE } from '../training/recipe.ts'
import { selectTrainingImages } from '../training/selection.ts'
import { selectFromScratch } from '../training/split.ts'
import { createClasses } from './classes.ts'
import { listClasses, removedClasses } from './list.ts'
import { notGarment } from './not-garment.ts'

/** Forty photos of two classes; of those to learn from and of those held out, one each is said to be no garment, and a dataset image. */
function labelled() {
  const library = temporaryLibrary()
  addPhotoRows(library, 0, 40)
  const { read } = library.db
  const photos = imageIds(library, "source = 'photo' AND split = 'train'")
  const heldOut = imageIds(library, "split = 'holdout'")
  createLabels(library.db).set(photos.slice(-5), 2 as ClassId)
  const dataset = imageIds(library, "source = 'dataset' AND split = 'train'")
  const none = notGarment(read)
  const ids = [photos[0]!, heldOut[0]!, dataset[0]!]
  createLabels(library.db).set(ids, none.id)
  return { library, read, none, ids, photos, heldOut }
}

describe('"Not a garment"', () => {
  it('is no class, in an old library as in a new one', () => {
    const { library, read, none } = labelled()
    const names = listClasses(read).map(({ name }) => name)
    expect(names).toHaveLength(10)
    expect(names).not.toContain(none.name)
    expect(removedClasses(read)).toEqual([])
    library.close()
    // As a library was before there was such a label.
    const db = new BetterSqlite3(join(library.folder, 'haberdash.db'))
    db.pragma('foreign_keys = OFF')
    db.exec('DELETE FROM names_given WHERE class_id = 11; DELETE FROM all_classes WHERE not_garment = 1')
    db.close()
    const again = openLibrary(library.folder, () => tinyDataset())
    expect(notGarment(again.db.read).name).toBe('Not a garment')
    again.close()
  })

  it('is a name that no class can be given, or photos of it would be learnt as garments', () => {
    const { db } = temporaryLibrary()
    const classes = createClasses(db)
    const refused = expect.objectContaining({ code: 'setting-invalid' })
    expect(() => classes.add('not a Garment')).toThrow(refused)
    expect(() => classes.rename(1 as ClassId, 'Not a garment')).toThrow(refused)
    expect(() => photosTemplate(['Hat', 'Not a garment'])).toThrow(refused)
  })

  it('is never learnt as one, nor scored', () => {
    const { library, ids, photos, heldOut } = labelled()
    const learnt = [
      selectTrainingImages(library, { ...FINE_TUNE, replay: 1000 }, 1).images,
      selectPhotos(library, 1).training,
      selectFromScratch(library).training,
      selectFromScratch(library).validation,
    ].flat()
    for (const id of ids) expect(learnt.map((image) => image.id)).not.toContain(id)
    expect(createImageIndex(library).tally().trainable).toEqual({
      ...{ photos: photos.length - 1, corrected: 0, holdout: heldOut.length - 1 },
    })
    const classes = listClasses(library.db.read).map(({ id }) => id as ClassId)
    expect(takeTruth(library, classes, 'holdout').ids).toEqual(heldOut.slice(1))
  })

  it('is exported by name in a table, and as no folder of a class', () => {
    const { library, read, ids } = labelled()
    expect(labelTable(read, null, ['photo']).csv).toContain('Not a garment')
    expect(imageFiles(library, ['photo'])).toHaveLength(38)
    expect(imageFiles(library, ['dataset'])).toHaveLength(149)
    createLabels(library.db).undo()
    expect(imageFiles(library, ['photo', 'dataset'])).toHaveLength(190)
    expect(ids).toHaveLength(3)
  })
})
