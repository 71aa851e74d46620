import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FASHION_MNIST_CLASSES, type ClassId, type ModelId } from '../../../shared/domain.ts'
import { Random } from '../../../shared/random.ts'
import { createImageIndex } from '../browse/image-index.ts'
import { notGarment } from '../classes/not-garment.ts'
import { makeLibrary, openLibrary } from '../library/library.ts'
import { photosTemplate } from '../library/template.ts'
import { createModelStore } from '../models/store.ts'
import { addPhotoRows, addVersion, imageIds, temporaryFolder, tinyDataset } from '../testing/fixtures.ts'
import { imagesBehind } from './images.ts'
import { resultsOf } from './results.ts'
import { answering } from './testing.ts'

const [TSHIRT, TROUSER, PULLOVER] = [1, 2, 3] as ClassId[] as [ClassId, ClassId, ClassId]

/** Three test images of the first three classes, and what "v1" says of each. */
function three() {
  const app = answering(0, 3)
  const v1 = app.version('v1', [...FASHION_MNIST_CLASSES].slice(0, 3))
  const ids = imageIds(app.library)
  app.say(v1, ids[0]!, 0.7, 0.2, 0.1)
  app.say(v1, ids[1]!, 0.6, 0.3, 0.1)
  app.say(v1, ids[2]!, 0, 0, 1)
  return { ...app, v1, ids }
}

describe('results', () => {
  it('agree with a case worked out by hand', async () => {
    const { v1, ids, ...looked } = three()
    const results = await resultsOf(looked, v1)
    expect(results).toMatchObject({ model: 'v1', split: 'test', images: 3, unasked: 0, unlabelled: 0 })
    expect(results.classes.map(({ name }) => name)).toEqual(['T-shirt/top', 'Trouser', 'Pullover'])
    expect(results.confusion).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 0, 1],
    ])
    expect(results.accuracy).toBeCloseTo(2 / 3, 12)
    expect(results.loss).toBeCloseTo(-(Math.log(0.7) + Math.log(0.3) + Math.log(1)) / 3, 6)
    // Bins of 0.7 and 0.6 are apart, 1 is right: (|0.7 - 1| + |0.6 - 0| + 0) / 3.
    expect(results.calibrationError).toBeCloseTo(0.9 / 3, 6)
    expect(results.perClass[0]).toMatchObject({ precision: 0.5, recall: 1, f1: 2 / 3, images: 1 })
    expect(results.perClass[1]).toMatchObject({ precision: null, recall: 0, f1: 0 })
    expect(results.macro.f1).toBeCloseTo((2 / 3 + 0 + 1) / 3, 12)
    // Of each class the image itself is given the most.
    expect(results.curves.map(({ averagePrecision }) => averagePrecision)).toEqual([1, 1, 1])
    expect(results.mistakes).toEqual([
      {
        ...{ id: ids[1], label: TROUSER, classId: TSHIRT, confidence: expect.closeTo(0.6, 6) },
        ...{ name: 'test 1', source: 'dataset', split: 'test' },
      },
    ])
  })

  it('follow a label, say how many differ from the dataset, and leave out what has none', async () => {
    const { v1, ids, ...app } = three()
    app.label(TSHIRT, ids[1]!)
    const corrected = await resultsOf(app, v1)
    expect(corrected.confusion[0]).toEqual([2, 0, 0])
    expect(corrected).toMatchObject({ accuracy: 1, relabelled: 1, mistakes: [] })
    app.label(notGarment(app.library.db.read).id, ids[1]!)
    expect(await resultsOf(app, v1)).toMatchObject({ images: 2, unlabelled: 1, relabelled: 0 })
  })

  it('tell what was not asked and do not count it', async () => {
    const { v1, ids, ...app } = three()
    app.library.db.write.prepare('DELETE FROM predictions WHERE image_id = ?').run(ids[2])
    expect(await resultsOf(app, v1)).toMatchObject({ images: 2, unasked: 1, accuracy: 0.5 })
    app.library.db.write.prepare('DELETE FROM predictions').run()
    const none = await resultsOf(app, v1)
    expect(none).toMatchObject({ images: 0, unasked: 3, accuracy: null, loss: null, calibrationError: null })
  })

  it('show a class that the version can not tell, all of whose images are wrong', async () => {
    const { v1, ids, ...app } = three()
    app.label(7 as ClassId, ids[0]!)
    const { classes, confusion, perClass, curves } = await resultsOf(app, v1)
    expect(classes.map(({ name, told }) => [name, told])).toEqual([
      ...[['T-shirt/top', true] as const, ['Trouser', true] as const, ['Pullover', true] as const],
      ['Shirt', false],
    ])
    expect(confusion[3]).toEqual([1, 0, 0, 0])
    expect(perClass[3]).toMatchObject({ recall: 0, images: 1 })
    // Nothing is given any probability of it: all three images are found at once.
    expect(curves[3]!.averagePrecision).toBeCloseTo(1 / 3, 12)
  })

  it('sum the outputs of classes that were merged', async () => {
    const { v1, ids, ...app } = three()
    app.library.db.write.exec('UPDATE all_classes SET removed = 1, merged_into = 1 WHERE id = 2')
    app.library.db.write.exec('UPDATE images SET label_class = 1 WHERE label_class = 2')
    app.library.db.write.exec('UPDATE predictions SET confidence = 0.9, class_id = 1 WHERE class_id < 3')
    app.images.changed(ids)
    const { classes, loss } = await resultsOf(app, v1)
    expect(classes.map(({ id }) => id)).toEqual([TSHIRT, PULLOVER])
    expect(loss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.9)) / 3, 6)
  })

  it('are of the split that is asked for, where the version has it', async () => {
    const app = answering(24, 10)
    const v1 = app.version('v1', [...FASHION_MNIST_CLASSES])
    addPhotoRows(app.library, 0, 20)
    const photos = imageIds(app.library, "source = 'photo'")
    app.images.changed(photos)
    const held = imageIds(app.library, "split = 'holdout'").length
    expect((await resultsOf(app, v1)).splits).toEqual([
      { split: 'test', images: 10 },
      { split: 'holdout', images: held },
      { split: 'train', images: 24 + 20 - held },
      { split: 'all', images: 54 },
    ])
    await expect(resultsOf(app, v1, 'validation')).rejects.toMatchObject({ code: 'nothing-to-score' })
    const v2 = app.version('v2', [...FASHION_MNIST_CLASSES], { validatedOn: 'full' })
    expect((await resultsOf(app, v2)).splits).toContainEqual({ split: 'validation', images: null })
    expect(await resultsOf(app, v2, 'holdout')).toMatchObject({ images: 0, unasked: held })
  })
})

it('are of the photos held out where there is no dataset', async () => {
  const folder = join(temporaryFolder(), 'wardrobe')
  makeLibrary(folder, photosTemplate(['Scarf', 'Hat']))
  const library = openLibrary(folder, () => tinyDataset())
  onTestFinished(() => library.close())
  const images = createImageIndex(library)
  addVersion(library, 'v1' as ModelId, ['Scarf', 'Hat'])
  const results = await resultsOf({ library, images }, createModelStore(library).get('v1' as ModelId))
  expect(results).toMatchObject({ split: 'holdout', images: 0, unasked: 0, accuracy: null, official: null })
  expect(results.splits.map(({ split }) => split)).toEqual(['holdout', 'train', 'all'])
  expect(results.classes.map(({ name }) => name)).toEqual(['Scarf', 'Hat'])
})

describe('the images behind a figure', () => {
  it('are as many as it says, cell by cell, bin by bin and at a threshold', async () => {
    const app = answering(0, 200)
    const v1 = app.version('v1', [...FASHION_MNIST_CLASSES])
    const random = new Random(1, 'results')
    for (const id of imageIds(app.library)) {
      const logits = Array.from(
        { length: 10 },
        (_, i) => (i === (id - 1) % 10 ? 2 : 0) + random.below(30) / 10,
      )
      const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0)
      app.say(v1, id, ...logits.map((logit) => Math.exp(logit) / sum))
    }
    const results = await resultsOf(app, v1)
    const behind = async (query: object) =>
      imagesBehind(app, v1, { model: v1.id, split: 'test', sort: 'most-suspicious', ...query })
    const { classes, confusion, reliability, confidences, curves } = results
    expect(results.accuracy).toBeGreaterThan(0.3)
    for (const [row, label] of classes.entries()) {
      const predicted = classes[(row * 7 + 1) % 10]!
      const cell = await behind({ label: label.id, predicted: predicted.id })
      expect(cell.length).toBe(confusion[row]![classes.indexOf(predicted)])
    }
    for (const { from, to, images } of reliability)
      expect((await behind({ confidence: { from, to } })).length).toBe(images)
    const wrong = await behind({ right: false, confidence: { from: 0.35, to: 0.4 }, sort: 'most-sure' })
    expect(wrong.length).toBe(confidences.wrong[7])
    const { recall, precision, threshold } = curves[4]!
    const middle = Math.floor(recall.length / 2)
    const found = await behind({ given: { classId: classes[4]!.id, least: threshold[middle] } })
    const mine = (
      await behind({ given: { classId: classes[4]!.id, least: threshold[middle] }, label: classes[4]!.id })
    ).length
    expect(mine / 20).toBeCloseTo(recall[middle]!, 12)
    expect(mine / found.length).toBeCloseTo(precision[middle]!, 12)
    const mistakes = await behind({ right: false, sort: 'most-sure' })
    expect(results.mistakes.map(({ id }) => id)).toEqual([...mistakes.subarray(0, results.mistakes.length)])
  })
})
