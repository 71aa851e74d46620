import { describe, expect, it } from 'vitest'
import { Filter, Sort } from '../../../shared/contract/browse.ts'
import type { ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import { notGarment } from '../classes/not-garment.ts'
import { flag } from '../labels/flags.ts'
import { createLabels } from '../labels/labels.ts'
import { imageIds } from '../testing/fixtures.ts'
import { createImageIndex } from './image-index.ts'
import { ACTIVE, populated, spec, type Row } from './testing.ts'

describe('the index', () => {
  it('says of each part of a filter how many images would fit without it', () => {
    const { index, rows } = populated()
    const filter = Filter.parse({ classes: [4], unlabelled: true, splits: ['holdout'], text: 'nothing' })
    expect(index.count(filter, null)).toBe(0)
    const parts = [
      { part: 'classes', images: 0 },
      { part: 'splits', images: 0 },
      { part: 'text', images: 1 },
    ]
    expect(index.without(filter, null)).toEqual({ parts, unscored: rows.length })
    const unscored = rows.filter(({ predicted }) => predicted === null).length
    expect(index.without(filter, ACTIVE)).toEqual({ parts, unscored })
  })

  it('follows labels, flags, photos and predictions that change', () => {
    const { library, index } = populated()
    index.view(spec('oldest'), ACTIVE)
    const { write } = library.db
    const ids = imageIds(library).slice(40, 45)
    createLabels(library.db).set(ids, 9 as ClassId)
    flag(library.db, ids, true)
    write.prepare('UPDATE predictions SET class_id = 3 WHERE image_id = ?').run(ids[0])
    const { lastInsertRowid } = write
      .prepare("INSERT INTO images (source, split) VALUES ('photo', 'train')")
      .run()
    const photo = Number(lastInsertRowid) as ImageId
    index.changed([...ids, photo])
    expect([...index.view(spec('oldest', { classes: [9], flagged: true }), ACTIVE)]).toEqual(ids)
    expect([...index.view(spec('oldest', { classes: [9], predicted: [3] }), ACTIVE)]).toContain(ids[0])
    expect([...index.view(spec('newest'), ACTIVE)][0]).toBe(photo)
    createLabels(library.db).undo()
    flag(library.db, ids, false)
    index.changed(ids)
    expect(index.count(Filter.parse({ classes: [9], corrected: true }), ACTIVE)).toBe(0)
    expect(index.tally()).toMatchObject({ images: 155, photos: 5, flagged: 7 })
    createLabels(library.db).redo()
    // Told twice, as what is classified in the background may be.
    index.changed([...ids, ...ids])
    expect(index.tally()).toEqual(createImageIndex(library).tally())
  })

  it('holds the predictions of the model that is asked about', () => {
    const { library, index, rows } = populated()
    const { write } = library.db
    write.prepare("INSERT INTO models VALUES ('v2', '', 1, '{}')").run()
    write.prepare("INSERT INTO predictions SELECT 'v2', image_id, 8, 1, x'00', 1, 0 FROM predictions").run()
    const predicted = rows.filter((row) => row.predicted !== null).length
    const eight = Filter.parse({ predicted: [8] })
    expect(index.count(eight, ACTIVE)).toBe(rows.filter((row) => row.predicted === 8).length)
    expect(index.count(eight, { id: 'v2' as ModelId, threshold: 0 })).toBe(predicted)
    expect(index.count(eight, null)).toBe(0)
    expect(index.count(eight, ACTIVE)).toBe(rows.filter((row) => row.predicted === 8).length)
    write.prepare("UPDATE predictions SET class_id = 8 WHERE model_id = 'v1'").run()
    index.predictionsChanged()
    expect(index.count(eight, ACTIVE)).toBe(predicted)
  })

  it('counts what the library has', () => {
    const { library, index, rows } = populated()
    const tally = index.tally()
    const count = (of: (row: Row) => boolean) => rows.filter(of).length
    expect(tally).toMatchObject({
      images: rows.length,
      photos: 4,
      corrected: count(({ actor }) => actor === 'person' || actor === 'model'),
      flagged: 7,
    })
    expect(tally.byClass.get(4 as ClassId)).toBe(count(({ label }) => label === 4))
    expect(tally.byClass.get(notGarment(library.db.read).id)).toBe(3)
  })

  it('is the same, read a little at a time while labels change and views are asked for', async () => {
    const { library, index } = populated()
    const warm = index.warm(() => ACTIVE)
    const ids = imageIds(library).slice(20, 30)
    createLabels(library.db).set(ids, 9 as ClassId)
    flag(library.db, ids, true)
    index.changed(ids)
    expect(await warm).toBe(true)
    const whole = createImageIndex(library)
    expect(index.tally()).toEqual(whole.tally())
    for (const sort of Sort.options)
      expect(index.view(spec(sort), ACTIVE)).toEqual(whole.view(spec(sort), ACTIVE))
  })

  it('reads no more once it is closed', async () => {
    const { index } = populated()
    const warm = index.warm(() => ACTIVE)
    index.close()
    expect(await warm).toBe(false)
  })

  it('knows what a model was never asked, and what it was asked before there were margins: photos first', () => {
    const { library, index, rows } = populated()
    const [first] = rows.filter((row) => row.source === 'dataset' && row.predicted !== null)
    library.db.write.prepare('UPDATE predictions SET margin = NULL WHERE image_id = ?').run(first!.id)
    const unseen = rows.filter((row) => row.predicted === null || row === first)
    const ids = Map.groupBy(unseen, (row) => row.source)
    const order = [...(ids.get('photo') ?? []), ...(ids.get('dataset') ?? [])].map(({ id }) => id)
    expect(index.unseen(ACTIVE)).toEqual(order)
  })

  it('counts a dataset label as nothing to learn from, and what is no garment neither', () => {
    const { library, index, rows } = populated()
    const { id: none } = notGarment(library.db.read)
    const mine = rows.filter(
      (row) => row.actor && row.actor !== 'dataset' && row.label !== none && row.split !== 'test',
    )
    const count = (of: (row: Row) => boolean) => mine.filter(of).length
    expect(index.tally().trainable).toEqual({
      photos: count(({ split, source }) => split === 'train' && source === 'photo'),
      corrected: count(({ split, source }) => split === 'train' && source === 'dataset'),
      holdout: count(({ split }) => split === 'holdout'),
    })
  })

  it('leaves out what the loaded dataset lacks', () => {
    const { library, index } = populated()
    library.db.write.exec("UPDATE images SET present = 0 WHERE source = 'dataset'")
    expect(index.tally().images).toBe(4)
    expect(index.view(spec('oldest'), null)).toHaveLength(4)
  })
})
