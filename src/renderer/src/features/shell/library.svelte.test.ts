// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { LibraryId } from '../../../../shared/contract/libraries.ts'
import type { LibraryEvent, LibraryInfo } from '../../../../shared/contract/library.ts'
import { FASHION_MNIST_INPUT } from '../../../../shared/domain.ts'
import { fakeApi } from '../../lib/testing/fake-api.ts'
import { classId, modelId, run } from '../../lib/testing/samples.ts'
import { Library } from './library.svelte.ts'
import { datasetText, modelText, part, runText, unclassifiedText } from './status.ts'

const info = (change: Partial<LibraryInfo> = {}): LibraryInfo => ({
  id: 'wardrobe' as LibraryId,
  name: 'Wardrobe',
  classes: [{ id: classId(1), name: 'Shirt', key: '1', color: 0, images: 7000, given: true }],
  removedClasses: [{ id: classId(4), name: 'Hat' }],
  input: FASHION_MNIST_INPUT,
  dataset: { name: 'Fashion-MNIST', variant: 'full', train: 60_000, test: 10_000 },
  images: 70_003,
  photos: 3,
  corrected: 0,
  activeModel: null,
  unclassified: null,
  ...{ notGarment: { id: classId(99), name: 'Not a garment', images: 0 }, flagged: 0, event: 0 },
  canUndo: false,
  canRedo: false,
  ...change,
})
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test('knows its classes by id, and those that are no more', async () => {
  const library = new Library(fakeApi({ library: { info: async () => info() } }))
  await library.load()
  expect([1, 4, 9].map((id) => library.className(classId(id)))).toEqual(['Shirt', 'Hat', 'unknown class'])
})

test('tells events on, keeps the state of the engine, and survives a lost connection', async () => {
  const events = async function* (): AsyncGenerator<LibraryEvent> {
    yield { type: 'engine-changed', state: 'busy' }
    yield { type: 'models-changed' }
    throw new Error('lost')
  }
  const library = new Library(fakeApi({ library: { events: async () => events() } }))
  const seen = vi.fn()
  await library.listen(seen)
  expect(seen.mock.calls.map(([event]) => event.type)).toEqual(['engine-changed', 'models-changed'])
  expect(library.engine).toBe('busy')
})

test('says how many images are not classified, and why', () => {
  const why = 'The engine stopped in the middle of this.'
  expect(unclassifiedText({ images: 1, why })).toBe(`1 image is not classified yet. ${why}`)
  expect(unclassifiedText({ images: 2000, why })).toBe(`2,000 images are not classified yet. ${why}`)
})

test('says which part of the dataset is loaded', () => {
  expect(datasetText(info())).toBe('70,000 images')
  const embedded = { name: 'Fashion-MNIST', variant: 'embedded' as const, train: 10_000, test: 10_000 }
  expect(datasetText(info({ dataset: embedded }))).toBe("20,000 of Fashion-MNIST's 70,000 (the embedded set)")
})

test('no score without its images, and what is not known is not 0', () => {
  const scores = { test: { images: 10_000, accuracy: 0.951 }, holdout: null }
  expect(plain(modelText(info({ activeModel: { id: modelId('v7'), scores, threshold: 0 } })))).toBe(
    'v7: 95.1 % of 10,000 test images / not scored yet on your photos',
  )
  expect(modelText(info())).toBe('No active model')
})

test('how far a run is', () => {
  const progress = {
    stage: 'training' as const,
    epoch: 2,
    epochs: 4,
    batch: 5,
    batches: 10,
    loss: 0.5,
    accuracy: 0.8,
    secondsLeft: 62,
  }
  expect(part(run({ progress }))).toBe(0.375)
  expect(plain(runText(run({ progress })).words)).toBe('Fine-tuning: epoch 2 of 4, 1 min 2 s left')
  expect(runText(run({ kind: 'train', recipe: 'compact', progress })).words).toMatch(
    /^Training compact: epoch 2/,
  )
  expect(part(run())).toBe(0)
  expect(part(run({ state: 'done' }))).toBe(1)
})
