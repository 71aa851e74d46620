import { expect, test } from 'vitest'
import { modelId } from '../../lib/testing/samples.ts'
import { emptyNotes } from './empty-notes.ts'
import { NO_FILTER } from './view.svelte.ts'

const activeModel = { id: modelId('v1'), scores: { test: null, holdout: null }, threshold: 0 }
const dataset = { name: 'Fashion-MNIST', variant: 'embedded' as const, train: 1, test: 1 }
const known = { dataset, activeModel, unscored: 0, unchecked: false }
const unsure = { ...NO_FILTER, unsure: true }

test('images without a prediction are told of where the filter asks for one', () => {
  const [note] = emptyNotes(unsure, { ...known, unscored: 1200 })
  expect(note).toContain('1,200 images have no prediction yet')
  expect(emptyNotes({ ...NO_FILTER, splits: ['test'] }, { ...known, unscored: 1200 })).toEqual([])
  expect(emptyNotes(unsure, known)).toEqual([])
})

test('without a model nothing has one', () => {
  expect(emptyNotes(unsure, { ...known, activeModel: null, unscored: 9 })).toEqual([
    'No model is active, so no image has a prediction.',
  ])
})

test('the dataset is not searched by name', () => {
  const named = { ...NO_FILTER, text: 'x' }
  expect(emptyNotes(named, known)).toHaveLength(1)
  expect(emptyNotes(named, { ...known, dataset: null })).toEqual([])
})
