import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { FASHION_MNIST_INPUT, type ClassId, type ModelId } from '../../../shared/domain.ts'
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

const page = reportPage(facts)
const words = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

it('is one file that runs nothing, fetches nothing, and takes every name for text', () => {
  expect(page).not.toMatch(/<script/i)
  expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;.jpg')
  const addresses = page.match(/https?:\/\/[^"' ]+/g) ?? []
  // Names of SVG's own parts, that are never fetched.
  expect(new Set(addresses.map((address) => new URL(address).host))).toEqual(new Set(['www.w3.org']))
  expect(page).not.toMatch(/\b(?:src|href)="(?!data:|#)/)
  expect(page).toContain('default-src &#39;none&#39;; img-src data:')
})

it('lets in exactly the sheet that it has', () => {
  const sheets = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(([, sheet]) => sheet!)
  expect(sheets).toHaveLength(1)
  expect(page).toContain(`sha256-${createHash('sha256').update(sheets[0]!).digest('base64')}`)
})

it('says each score with its split, its count and its interval, before and after', () => {
  // Wilson's intervals of 90 and of 85 of 100, to one decimal.
  expect(words).toContain('90.0 % (95 % interval: 82.6 to 94.5 %) of 100 test images')
  expect(words).toContain('100 test images 85.0 % (95 % interval: 76.7 to 90.7 %) 90.0 %')
  expect(words).toContain('5.0 points better')
  expect(words).toContain('No photos held out not scored not scored')
})

it('tells what it learnt from, by which recipe, and what is another than in its parent', () => {
  for (const told of [
    ...[
      '3 photos, 2 corrected images, 1,000 training images of the dataset',
      'abc123',
      'Learning rate 0.001',
    ],
    ...['Put right by v2 2', 'Wrong since v2 1', 'a probability of 0.250', 'No labelled image is there'],
  ])
    expect(words).toContain(told)
})
