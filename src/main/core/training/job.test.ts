import { describe, expect, it } from 'vitest'
import { FASHION_MNIST_CLASSES, type ClassId, type ModelId } from '../../../shared/domain.ts'
import { createClasses } from '../classes/classes.ts'
import { createLabels } from '../labels/labels.ts'
import { createModelStore } from '../models/store.ts'
import { addVersion, imageIds, temporaryLibrary } from '../testing/fixtures.ts'
import { fineTuneJob } from './job.ts'
import { FINE_TUNE } from './recipe.ts'

const TEN = [...FASHION_MNIST_CLASSES]
const TEN_OUTPUTS = TEN.map((_, output) => output)
const BAG = 9 as ClassId

/** A library of the dataset with a version that is active. */
function withVersion(known: string[]) {
  const library = temporaryLibrary()
  const classes = createClasses(library.db)
  const [hat, skirt] = [classes.add('Hat').id, classes.add('Skirt').id]
  const id = 'v1' as ModelId
  addVersion(library, id, known)
  const models = createModelStore(library)
  models.activate(id)
  const labels = createLabels(library.db)
  const images = imageIds(library, "split = 'train'")
  const job = () => {
    const { start, classes: told, options, recipe } = fineTuneJob(library, models, 1)
    return { head: start.from === 'model' ? start.head : null, told, options, recipe }
  }
  return { classes, labels, images, hat, skirt, job }
}

describe('the head of a fine-tuned version', () => {
  it('stays as it is while no image is labelled with a class that was added', () => {
    const { labels, images, job } = withVersion(TEN)
    labels.set(images.slice(0, 3), BAG)
    const { head, told, options } = job()
    expect({ head, told }).toEqual({ head: undefined, told: TEN })
    expect(options).toMatchObject({ epochs: FINE_TUNE.epochs })
    expect(options.head).toBeUndefined()
  })

  it('is widened by a class of the first image labelled so, and the new head learns alone first', () => {
    const { labels, images, skirt, job } = withVersion(TEN)
    labels.set(images.slice(0, 1), skirt)
    const { head, told, options, recipe } = job()
    expect({ head, told }).toEqual({ head: [...TEN_OUTPUTS, null], told: [...TEN, 'Skirt'] })
    expect(options).toMatchObject({ epochs: FINE_TUNE.epochs + 1, head: FINE_TUNE.newHead })
    expect(recipe).toMatchObject({ epochs: options.epochs, head: options.head })
  })

  it('goes on as it is under new names, also where the class has no image left', () => {
    const { classes, labels, images, hat, job } = withVersion([...TEN, 'Hat'])
    classes.rename(hat, '帽子')
    classes.reorder([hat, ...classes.list().flatMap(({ id }) => (id === hat ? [] : [id]))])
    labels.set(images.slice(0, 1), BAG)
    expect(job()).toMatchObject({ head: undefined, told: [...TEN, '帽子'] })
  })

  it('loses a class that was merged into one of the dataset’s, or deleted', () => {
    const { labels, images, hat, skirt, job } = withVersion([...TEN, 'Hat', 'Skirt'])
    labels.set(images.slice(0, 2), hat)
    labels.removeClass(hat, BAG)
    expect(job()).toMatchObject({ head: [...TEN_OUTPUTS, 11], told: [...TEN, 'Skirt'] })
    labels.removeClass(skirt, null)
    const { head, told, options } = job()
    expect({ head, told }).toEqual({ head: TEN_OUTPUTS, told: TEN })
    expect(options.head).toBeUndefined()
  })
})
