import { describe, expect, it } from 'vitest'
import type { Filter } from '../../../shared/contract/browse.ts'
import type { ClassId, ModelId } from '../../../shared/domain.ts'
import { createImageIndex } from '../browse/image-index.ts'
import { datasetPixels } from '../browse/pixels.ts'
import { imageRows } from '../browse/rows.ts'
import { listClasses } from '../classes/list.ts'
import { flag } from '../labels/flags.ts'
import { LABELLED } from '../labels/labelled.ts'
import { createLabels } from '../labels/labels.ts'
import { createModelStore } from '../models/store.ts'
import { takeTruth } from '../models/truth.ts'
import { createReviews } from '../reviews/reviews.ts'
import { selectTrainingImages } from '../training/selection.ts'
import { FINE_TUNE } from '../training/recipe.ts'
import { addPhotoRows, addVersion, imageIds, temporaryLibrary, tinyDataset } from './fixtures.ts'
import { scansOf } from './plans.ts'

const MODEL = { id: 'v1' as ModelId, threshold: 0.5 }
const ALL: Filter = {
  ...{ classes: [], unlabelled: false, splits: [], sources: [], labelledBy: [], predicted: [] },
  findings: [],
}

/** Images of the dataset and photos, some labelled and some flagged, all with predictions. */
function generated() {
  const library = temporaryLibrary(tinyDataset(600, 100))
  addPhotoRows(library, 0, 60)
  addVersion(library, MODEL.id, ['Dress', 'Coat'])
  createModelStore(library).activate(MODEL.id)
  library.db.write.exec(
    `INSERT INTO predictions (model_id, image_id, class_id, confidence, probabilities, margin, loss)
     SELECT 'v1', id, 4, 0.75, x'0000403f0000803e', 0.5, NULL FROM images`,
  )
  const ids = imageIds(library)
  const labels = createLabels(library.db)
  labels.set(ids.slice(0, 50), 4 as ClassId)
  flag(library.db, ids.slice(0, 5), true)
  return { library, labels, ids, index: createImageIndex(library), some: ids.slice(40, 90) }
}

// The same work walks no table, however many images there are: a million are then as quick as a thousand.
describe('no table is walked', () => {
  it('by a label, its undo and its redo, nor by asking who was there before', () => {
    const { library, labels, some } = generated()
    const work = () => {
      const { event } = labels.set(some, 5 as ClassId)
      labels.undo()
      labels.redo()
      labels.overtaken(some, event)
      labels.set(some, null, { seen: labels.latestEvent() })
    }
    expect(scansOf(library, work)).toEqual([])
  })

  it('by a flag', () => {
    const { library, some } = generated()
    const work = () => void [flag(library.db, some, true), flag(library.db, some, false)]
    expect(scansOf(library, work)).toEqual([])
  })

  it('by what is on screen', () => {
    const { library, ids } = generated()
    const work = () => {
      imageRows(library.db.read, ids.slice(0, 100), MODEL)
      datasetPixels(library.db.read, library.dataset, ids.slice(0, 100))
    }
    expect(scansOf(library, work)).toEqual([])
  })

  it('by a view, a count or a sum, once the index is there; nor by what changes in it', () => {
    const { library, index, some } = generated()
    index.view({ filter: ALL, sort: 'least-sure', seed: 0 }, MODEL)
    const work = () => {
      index.changed(some)
      index.view(
        { filter: { ...ALL, disagrees: true, text: undefined }, sort: 'most-suspicious', seed: 0 },
        MODEL,
      )
      index.without({ ...ALL, corrected: true, flagged: false }, MODEL)
      listClasses(library.db.read, index.tally().byClass)
      index.unseen(MODEL)
    }
    expect(scansOf(library, work)).toEqual([])
  })

  it('by the items of a review', () => {
    const { library, index } = generated()
    const reviews = createReviews(library, index)
    const { id } = reviews.begin({ kind: 'doubtful', filter: ALL, size: 50, seed: 1 }, MODEL)
    expect(scansOf(library, () => void reviews.items(id))).toEqual([])
  })
})

describe('what a person has labelled', () => {
  it('is found without looking through all images, to learn from and to score on', () => {
    const { library } = generated()
    const work = () => {
      takeTruth(library, [4 as ClassId], 'holdout')
      selectTrainingImages(library, FINE_TUNE, 1)
    }
    expect(scansOf(library, work)).toEqual([])
    const held = "SELECT id FROM images WHERE split = 'holdout' AND "
    const sql = `EXPLAIN QUERY PLAN ${held} ${LABELLED} ORDER BY id`
    const steps = library.db.read.prepare(sql).all() as { detail: string }[]
    expect(steps.map(({ detail }) => detail).join()).toContain('images_by_hand')
  })
})

it('what walks a table is seen', () => {
  const { library } = generated()
  const work = () => void library.db.read.prepare('SELECT id FROM images WHERE label_class = ?').all(4)
  expect(scansOf(library, work)).toEqual(['SCAN images: SELECT id FROM images WHERE label_class = ?'])
})
