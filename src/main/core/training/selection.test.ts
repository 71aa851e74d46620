import { describe, expect, it } from 'vitest'
import { FASHION_MNIST_CLASSES, type ClassId, type ImageId } from '../../../shared/domain.ts'
import { createImageIndex } from '../browse/image-index.ts'
import { createClasses } from '../classes/classes.ts'
import { createLabels } from '../labels/labels.ts'
import type { Library } from '../library/library.ts'
import type { Manifest } from '../models/manifest.ts'
import { addPhoto } from '../photos/store.ts'
import { addPhotoRows, imageIds, photoBytes, temporaryLibrary } from '../testing/fixtures.ts'
import { FINE_TUNE } from './recipe.ts'
import { loadSelection, selectTrainingImages } from './selection.ts'

const recipe = { ...FINE_TUNE, replay: 40, share: 0.5, maxRepeats: 5 }
const model = { classes: [...FASHION_MNIST_CLASSES] } as unknown as Manifest

/** Labels four training images, four test images and twelve photos as a person would. */
async function labelled(): Promise<Library> {
  const library = temporaryLibrary()
  const ids: ImageId[] = []
  for (let n = 0; n < 12; n++) ids.push((await addPhoto(library, await photoBytes(n), `${n}.jpg`)).id)
  ids.push(...imageIds(library, "split = 'train' AND source = 'dataset'").slice(0, 4))
  ids.push(...imageIds(library, "split = 'test'").slice(0, 4))
  createLabels(library.db).set(ids, 3 as ClassId)
  return library
}

describe('selectTrainingImages', () => {
  it('never takes a test image or a photo held out, labelled or not', async () => {
    const library = await labelled()
    const selection = selectTrainingImages(library, { ...recipe, replay: 100_000 }, 1)
    const splits = new Set(
      selection.images.map(({ id }) =>
        library.db.read.prepare('SELECT split FROM images WHERE id = ?').pluck().get(id),
      ),
    )
    expect(splits).toEqual(new Set(['train']))
    const heldOut = imageIds(library, "split = 'holdout'").length
    expect(heldOut).toBeGreaterThan(0)
    expect(selection.trainedOn).toEqual({ photos: 12 - heldOut, corrected: 4, replay: 96 })
    expect(createImageIndex(library).tally().trainable).toEqual({
      photos: 12 - heldOut,
      corrected: 4,
      holdout: heldOut,
    })
  })

  it('replays the same images for the same seed, and others for another', async () => {
    const library = await labelled()
    const ids = (seed: number) => selectTrainingImages(library, recipe, seed).images.map(({ id }) => id)
    expect(ids(7)).toEqual(ids(7))
    expect(ids(7)).not.toEqual(ids(8))
  })

  it('says what to do when nothing is labelled yet', () => {
    expect(() => selectTrainingImages(temporaryLibrary(), recipe, 1)).toThrow(
      expect.objectContaining({ code: 'nothing-to-train-on', todo: expect.any(String) }),
    )
  })
})

describe('photos set aside', () => {
  it('are a tenth of a hundred labelled ones or more, never held out, never trained on', () => {
    const library = temporaryLibrary()
    addPhotoRows(library, 0, 100)
    // A fifth of them is held out, so fewer than a hundred can be learnt from.
    expect(selectTrainingImages(library, recipe, 1).validation).toEqual([])
    addPhotoRows(library, 100, 180)
    const { images, validation, trainedOn } = selectTrainingImages(library, recipe, 1)
    expect(validation.length).toBeGreaterThan(5)
    expect(validation.length).toBeLessThan(30)
    const splitOf = library.db.read.prepare('SELECT split FROM images WHERE id = ?').pluck()
    expect(new Set(validation.map(({ id }) => splitOf.get(id)))).toEqual(new Set(['train']))
    const learnt = new Set(images.map(({ id }) => id))
    expect(validation.some(({ id }) => learnt.has(id))).toBe(false)
    expect(trainedOn.photos + validation.length).toBe(createImageIndex(library).tally().trainable.photos)
  })

  it('are none of a class that nothing else would teach', () => {
    const library = temporaryLibrary()
    addPhotoRows(library, 0, 200)
    const { validation } = selectTrainingImages(library, recipe, 1)
    const scarf = createClasses(library.db).add('Scarf').id
    const [only] = validation
    createLabels(library.db).set([only!.id], scarf)
    const after = selectTrainingImages(library, recipe, 1)
    expect(after.validation).toHaveLength(validation.length - 1)
    expect(after.images).toContainEqual(expect.objectContaining({ id: only!.id, class: scarf }))
  })
})

describe('loadSelection', () => {
  it('repeats the person’s images, with the person’s labels, and the replay once', async () => {
    const library = await labelled()
    const selection = selectTrainingImages(library, recipe, 1)
    const mine = selection.trainedOn.photos + selection.trainedOn.corrected
    const times = Math.round(40 / mine)
    expect(selection.repeats).toEqual([...Array(mine).fill(times), ...Array(40).fill(1)])
    const { data } = await loadSelection(library, selection, model)
    expect(data.count).toBe(mine * times + 40)
    expect(data.pixels.size).toBe(data.count * 784)
    const labels = new Uint8Array(await data.labels.arrayBuffer())
    expect([...labels.subarray(0, mine)]).toEqual(Array(mine).fill(2))
    expect([...labels.subarray(-mine * (times - 1))]).toEqual(Array(mine * (times - 1)).fill(2))
  })

  it('repeats images of an added class until they are as many as the replay has of one of its own, within bounds', () => {
    const library = temporaryLibrary()
    const hat = createClasses(library.db).add('Hat').id
    const labels = createLabels(library.db)
    const ids = imageIds(library, "split = 'train'")
    const timesOf = (addedMaxRepeats: number) => {
      const { images, repeats } = selectTrainingImages(library, { ...recipe, replay: 60, addedMaxRepeats }, 1)
      return repeats.filter((_, i) => images[i]!.class === hat)
    }
    labels.set(ids.slice(0, 2), hat)
    labels.set(ids.slice(2, 30), 3 as ClassId)
    expect(timesOf(40)).toEqual([3, 3])
    expect(timesOf(2)).toEqual([2, 2])
    labels.set(ids.slice(30, 40), hat)
    expect(timesOf(40)).toEqual(Array(12).fill(1))
  })

  it('has one fingerprint for one choice of images and labels', async () => {
    const library = await labelled()
    const fingerprint = async (seed: number) =>
      (await loadSelection(library, selectTrainingImages(library, recipe, seed), model)).fingerprint
    expect(await fingerprint(1)).toBe(await fingerprint(1))
    expect(await fingerprint(1)).not.toBe(await fingerprint(2))
  })
})
