import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { createLabels } from '../labels/labels.ts'
import { imageIds, temporaryLibrary, tinyDataset } from '../testing/fixtures.ts'
import { selectFromScratch, validationImages } from './split.ts'

const ids = (images: { id: ImageId }[]) => new Set(images.map(({ id }) => id))

describe('the validation split', () => {
  it('is a twelfth of each class of the dataset, and no test image', () => {
    const library = temporaryLibrary(tinyDataset(480))
    const { training, validation } = selectFromScratch(library)
    expect(training).toHaveLength(440)
    const perClass = Map.groupBy(validation, (image) => image.class)
    expect([...perClass.values()].map((images) => images.length)).toEqual(new Array(10).fill(4))
    const train = new Set(imageIds(library, "split = 'train'"))
    expect([...ids(training), ...ids(validation)].every((id) => train.has(id))).toBe(true)
    expect(ids(validationImages(library))).toEqual(ids(validation))
  })

  it('never gains an image that a run has learnt from, whatever is labelled and undone between runs', () => {
    const set = fc.record({
      from: fc.nat(479),
      count: fc.integer({ min: 1, max: 60 }),
      classId: fc.integer({ min: 1, max: 10 }),
    })
    const actions = fc.array(fc.option(set), { maxLength: 6 })
    const property = fc.property(actions, (taken) => {
      const library = temporaryLibrary(tinyDataset(480))
      const labels = createLabels(library.db)
      const all = imageIds(library, "split = 'train'")
      const learnt = ids(selectFromScratch(library).training)
      for (const action of taken) {
        if (action) labels.set(all.slice(action.from, action.from + action.count), action.classId as ClassId)
        else if (labels.canUndo()) labels.undo()
        expect([...ids(validationImages(library))].filter((id) => learnt.has(id))).toEqual([])
        for (const id of ids(selectFromScratch(library).training)) learnt.add(id)
      }
    })
    fc.assert(property, { numRuns: 15 })
  })
})
