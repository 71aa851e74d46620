import { expect, test } from 'vitest'
import type { Found } from '../../../../shared/contract/browse.ts'
import type { CheckResult } from '../../../../shared/contract/checks.ts'
import { classId, image, modelId } from '../../lib/testing/samples.ts'
import {
  aboutChecks,
  estimateText,
  foundText,
  leakText,
  modelText,
  sinceText,
  suggestionOf,
} from './words.ts'

const className = (id: number) => ['', 'Shirt', 'Coat', 'Bag'][id] ?? 'unknown'
const found = (change: Partial<Found>): Found => ({
  ...{ finding: 'label-issue', score: 0.003, stands: true, related: null, facts: {} },
  ...{ label: classId(1), suggested: classId(2) },
  ...change,
})
const text = (change: Partial<Found>, split: 'train' | 'test' = 'train') =>
  foundText(found(change), split, className).replaceAll('\u00a0', ' ')

test('a label issue is told with both probabilities and what its nearest images are', () => {
  const facts = { suggestedProbability: 0.982, agreeing: 14, neighbours: 15 }
  expect(text({ facts })).toBe(
    'Judged by models that have not learnt from it, Coat is 98.2 % likely, Shirt 0.3 %; 14 of its 15 nearest images are labelled Coat.',
  )
  expect(text({ facts: { ...facts, agreeing: 0 } })).toMatch(
    /; none of its 15 nearest images are labelled Coat\.$/,
  )
  expect(text({ facts: { suggestedProbability: 0.99996 }, score: 1e-6 })).toBe(
    'Judged by models that have not learnt from it, Coat is over 99.9 % likely, Shirt under 0.1 %.',
  )
  expect(text({ suggested: null })).toBe('A class that this was about is no more.')
})

test('a near-duplicate names the other image, and says where scores flatter', () => {
  const related = { id: image(3), name: 'train 3', split: 'train' as const }
  const twin = { finding: 'near-duplicate', related, facts: { learnt: true } } as const
  expect(text(twin)).toBe('Nearly the same as train 3, a training image.')
  expect(text(twin, 'test')).toMatch(
    /a training image\. One like it is learnt from: a score on it flatters\.$/,
  )
  expect(text({ ...twin, related: null })).toMatch(/is gone/)
})

test('outliers and poor pictures are told by their measure', () => {
  expect(text({ finding: 'outlier', score: 3.14, label: classId(3), suggested: null })).toBe(
    '3.1 times as far from its nearest images as is usual for Bag.',
  )
  expect(text({ finding: 'outlier', score: 2, label: null, suggested: null })).toMatch(
    /images without a label/,
  )
  expect(text({ finding: 'dark', score: 38 })).toMatch(/no lighter than 38 of 255/)
  expect(text({ finding: 'blurred', score: 41.3 })).toMatch(/a sharpness of 41 /)
  expect(text({ finding: 'tiny', score: 64 })).toMatch(/64 pixels/)
  expect(text({ finding: 'blank', score: 4.12 })).toMatch(/4\.1 of 255/)
})

test('of several findings that of the label suggests a class', () => {
  expect(suggestionOf([found({ finding: 'dark', suggested: null }), found({})])).toBe(2)
  expect(suggestionOf([found({ finding: 'dark', suggested: null })])).toBeNull()
  expect(suggestionOf(undefined)).toBeNull()
})

const since = (changedSince: number, addedSince: number) =>
  sinceText({ changedSince, addedSince } as CheckResult)

test('what has changed since is told in one sentence', () => {
  expect(since(312, 40)).toBe('312 labels were changed and 40 photos added since.')
  expect(since(1, 0)).toBe('1 label was changed since.')
  expect(since(0, 1)).toBe('1 photo was added since.')
  expect(since(0, 0)).toBeNull()
})

test('another version than the active one is named', () => {
  const of = (active: boolean) => ({ active, model: modelId('v2') }) as CheckResult
  expect(modelText(of(false), 'v3')).toBe('They went by v2; v3 is active now.')
  expect(modelText(of(true), 'v2')).toBeNull()
  expect(modelText(of(false), null)).toBeNull()
})

test('how long the checks take goes by how many images there are', () => {
  expect(aboutChecks(70_000).replaceAll('\u00a0', ' ')).toContain('about 2 min 0 s')
  expect(aboutChecks(12)).toContain('some seconds')
})

test('leaks and estimates say of how many', () => {
  expect(leakText({ split: 'test', images: 26 })).toBe(
    '26 test images have a near-duplicate among the training images: scores on them flatter.',
  )
  expect(leakText({ split: 'holdout', images: 1 })).toMatch(
    /^1 photo held out has .* scores on it flatter\.$/,
  )
  const classes = [
    { classId: classId(1), images: 6000, wrong: 180.4 },
    { classId: classId(2), images: 4000, wrong: 29.6 },
  ]
  expect(estimateText({ classes })?.replaceAll('\u00a0', ' ')).toBe(
    'About 2.1 % of the 10,000 labels of all splits: some 210 are estimated to be wrong.',
  )
  expect(estimateText({ classes: [] })).toBeNull()
})
