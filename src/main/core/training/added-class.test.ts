import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { ModelId } from '../../../shared/domain.ts'
import { follow, openDataset, type App } from './testing.ts'

/** A photo of a hat, as far as a bright disc on a dark ground is one: unlike what else there is. */
async function hat(n: number): Promise<File> {
  const [x, y, radius] = [60 + (n % 5) * 4, 60 + (n % 7) * 4, 24 + (n % 4) * 3]
  const light = 200 + ((n * 13) % 50)
  const svg = `<svg width="150" height="150"><rect width="150" height="150" fill="rgb(${n % 30},20,${n % 40})"/>
    <circle cx="${x}" cy="${y}" r="${radius}" fill="rgb(${light},${light},${light})"/>
    <rect x="${x - 45}" y="${y + radius - 6}" width="90" height="9" fill="rgb(${light},${light},${light})"/></svg>`
  const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: 92 }).toBuffer()
  return new File([new Uint8Array(bytes)], `hat-${n}.jpg`)
}

/** Twelve hats or more, one of them held out at least. How many there are. */
async function addHats({ api }: App): Promise<number> {
  const splits: string[] = []
  while (splits.length < 12 || !splits.includes('holdout')) {
    const { split } = await api.photos.add({ file: await hat(splits.length), folder: 'Hat' })
    splits.push(split)
  }
  return splits.length
}

async function fineTune({ api }: App, seed = 1) {
  const { id } = await api.training.fineTune({ seed })
  const run = await follow(api, id)
  expect(run).toMatchObject({ state: 'done', error: null })
  await api.models.activate({ id: run.model! })
  return run
}

async function compare({ api }: App, a: ModelId, b: ModelId, split: 'test' | 'holdout') {
  for await (const event of await api.models.compare({ a, b, split }))
    if (event.type === 'done') return event.comparison
  throw new Error('The comparison ended without a result.')
}

const answerTo = async ({ api }: App, file: File) => (await api.photos.classify({ file })).probabilities[0]!

describe('a class that was added to the dataset’s', () => {
  it('is learnt from a few photos, the old ones are kept, and scores before and after are of the same images', async () => {
    const app = await openDataset(undefined, 800, 60)
    const { api, core } = app
    const { id: first, temperature, classes } = core.models.active()!
    await api.classes.add({ name: 'Hat' })
    await api.classes.add({ name: 'Skirt' })
    const hats = await addHats(app)
    const { before, after, model, curve, trainedOn } = await fineTune(app)
    expect(trainedOn.photos + before!.holdout!.images).toBe(hats)
    // One epoch of the head alone, before the recipe's three.
    expect(curve).toHaveLength(4)
    expect(before).toMatchObject({ test: { images: 60 }, holdout: { accuracy: 0 } })
    expect(after).toMatchObject({ test: { images: 60 }, holdout: { images: before!.holdout!.images } })
    expect(after!.test!.accuracy).toBeGreaterThanOrEqual(before!.test!.accuracy)
    expect(await answerTo(app, await hat(101))).toMatchObject({ className: 'Hat' })
    // Nobody has shown it a skirt.
    expect(core.models.get(model!)).toMatchObject({ temperature, classes: [...classes, 'Hat'] })

    const evaluated = await api.models.evaluate({ id: model! })
    expect(evaluated.accuracy).toBe(after!.test!.accuracy)
    expect(evaluated.confusion).toHaveLength(11)
    expect(evaluated.perClass.at(-1)).toMatchObject({ className: 'Hat', images: 0, recall: null })
    const onTest = await compare(app, first, model!, 'test')
    expect([onTest.a.accuracy, onTest.b.accuracy]).toEqual([before!.test!.accuracy, after!.test!.accuracy])
    const onPhotos = await compare(app, model!, first, 'holdout')
    expect(onPhotos).toMatchObject({ images: before!.holdout!.images, b: { accuracy: 0 } })
    expect(onPhotos.a.accuracy).toBe(after!.holdout!.accuracy)
  })
})
