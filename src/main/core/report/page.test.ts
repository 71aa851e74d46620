import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { FASHION_MNIST_INPUT, type ClassId, type ModelId } from '../../../shared/domain.ts'
import { createClasses } from '../classes/classes.ts'
import { resultsOf } from '../results/results.ts'
import { answering } from '../results/testing.ts'
import { imageIds } from '../testing/fixtures.ts'
import type { ReportFacts } from './facts.ts'
import { reportPage } from './page.ts'

const BAD = '<script>alert("1")</script>'

/** A version that was made from another, of a library without a labelled image to look at. */
const facts: ReportFacts = {
  madeAt: '2026-11-26T01:30:00.000Z',
  library: { name: BAD, dataset: null },
  model: {
    ...{
      id: 'v2' as ModelId,
      parent: 'v1' as ModelId,
      active: true,
      note: BAD,
      bytes: 1000,
      parameters: 1234,
    },
    ...{
      createdAt: '2026-11-25T01:30:00.000Z',
      recipe: 'fine-tune',
      knobs: { learningRate: 0.001 },
      seed: 7,
    },
    ...{ input: FASHION_MNIST_INPUT, backbone: null, classes: [BAD, 'Dress'], dataFingerprint: 'abc123' },
    ...{ temperature: 1.5, threshold: 0.6, aside: 12 },
    scores: { test: { images: 100, accuracy: 0.9 }, holdout: null },
    before: { test: { images: 100, accuracy: 0.85 }, holdout: null },
    curve: [{ epoch: 1, loss: 0.5, accuracy: 0.8, learningRate: 0.001 }],
  },
  trainedOn: { photos: 3, corrected: 2, replay: 1000 },
  counts: {
    labels: [{ label: 1 as ClassId, name: BAD }],
    counts: [{ label: 1 as ClassId, split: 'train', source: 'photo', images: 3 }],
  },
  ...{ results: null, uncalibrated: null, mistakes: [] },
  changes: {
    ...{ parent: 'v1' as ModelId, images: 10, unasked: 0, p: 0.25 },
    counts: { bothRight: 6, sameMistake: 1, fixed: 2, broken: 1, otherMistake: 0 },
    fixed: [
      {
        ...{ name: `${BAD}.jpg`, picture: null, label: BAD },
        answers: [{ by: 'v1', name: BAD, confidence: 0.5 }],
      },
    ],
    broken: [],
  },
}

/** Three test images of three classes, the first of an evil name, of which a version answers two right. */
async function results() {
  const { library, images, version, say } = answering(0, 3)
  createClasses(library.db).rename(1 as ClassId, BAD)
  const model = version('v2', [BAD, 'Trouser', 'Pullover'])
  const [first, second, third] = imageIds(library)
  say(model, first!, 0.7, 0.2, 0.1)
  say(model, second!, 0.6, 0.3, 0.1)
  say(model, third!, 0, 0, 1)
  return resultsOf({ library, images }, model)
}

async function report(change: Partial<ReportFacts> = {}) {
  const page = reportPage({ ...facts, results: await results(), ...change })
  return { page, words: page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ') }
}

it('is one file that runs nothing, fetches nothing, and takes every name for text', async () => {
  const { page } = await report()
  expect(page).not.toMatch(/<script/i)
  expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;.jpg')
  const addresses = page.match(/https?:\/\/[^"' ]+/g) ?? []
  // Names of SVG's own parts, that are never fetched.
  expect(new Set(addresses.map((address) => new URL(address).host))).toEqual(new Set(['www.w3.org']))
  expect(page).not.toMatch(/\b(?:src|href)="(?!data:|#)/)
  expect(page).toContain('default-src &#39;none&#39;; img-src data:')
})

it('lets in exactly the sheet that it has', async () => {
  const { page } = await report()
  const sheets = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(([, sheet]) => sheet!)
  expect(sheets).toHaveLength(1)
  expect(page).toContain(`sha256-${createHash('sha256').update(sheets[0]!).digest('base64')}`)
})

it('says each score with its split, its count and its interval, before and after', async () => {
  const { words } = await report()
  // Wilson's intervals of 90 and of 85 of 100, to one decimal.
  expect(words).toContain('90.0 % (95 % interval: 82.6 to 94.5 %) of 100 test images')
  expect(words).toContain('100 test images 85.0 % (95 % interval: 76.7 to 90.7 %) 90.0 %')
  expect(words).toContain('5.0 points better')
  expect(words).toContain('No photos held out not scored not scored')
})

it('says what it answers, and that nothing is there to look at', async () => {
  const { words } = await report()
  // Wilson's interval of 2 of 3.
  expect(words).toContain('66.7 % (95 % interval: 20.8 to 93.9 %) of 3 test images are answered right')
  expect(words).toContain('Mean of the classes 3 75.0 % 66.7 % 55.6 % 100.0 %')
  const none = await report({ results: null, changes: null })
  expect(none.words).toContain('No labelled image is there')
})

it('tells what it learnt from, by which recipe, and what is another than in its parent', async () => {
  const { words } = await report()
  for (const told of [
    ...[
      '3 photos, 2 corrected images, 1,000 training images of the dataset',
      'abc123',
      'Learning rate 0.001',
    ],
    ...['Put right by v2 2', 'Wrong since v2 1', 'a probability of 0.250', 'v1 answers 70.0 %'],
  ])
    expect(words).toContain(told)
})
