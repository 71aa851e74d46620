import { describe, expect, it } from 'vitest'
import type { ResultQuery, Results as Answered } from '../../../../shared/contract/results.ts'
import { fakeApi, held, settled } from '../../lib/testing/fake-api.ts'
import { classId, modelId, version } from '../../lib/testing/samples.ts'
import { Results } from './results.svelte.ts'

const CLASSES = ['Shirt', 'Coat', 'Dress'].map((name, i) => ({
  ...{ id: classId(i + 1), name, color: i, told: true },
}))
const answered = (change: Partial<Answered> = {}): Answered => ({
  ...{ model: modelId('v1'), threshold: 0, split: 'test', splits: [], images: 30, unasked: 0 },
  ...{ unlabelled: 0, relabelled: 0, official: null, classes: CLASSES },
  confusion: [
    [8, 0, 2],
    [0, 10, 0],
    [3, 0, 7],
  ],
  ...{ perClass: [], curves: [], macro: { precision: 1, recall: 1, f1: 1, averagePrecision: 1 } },
  ...{ accuracy: 25 / 30, loss: 0.5, calibrationError: 0.1, reliability: [], mistakes: [] },
  confidences: { right: [], wrong: [] },
  ...change,
})

function made() {
  const asked: { model?: string; split?: string }[] = []
  const queries: ResultQuery[] = []
  const shown: unknown[][] = []
  const versions = [version('v2', { parent: modelId('v1') }), version('v1', { active: true })]
  const answers: (() => Promise<Answered>)[] = []
  const api = fakeApi({
    results: {
      of: (input: { model?: string; split?: string }) => {
        asked.push(input)
        const change = input.model === 'v2' ? { model: modelId('v2') } : {}
        return answers.shift()?.() ?? Promise.resolve(answered(change))
      },
      images: (query: ResultQuery) => {
        queries.push(query)
        return Promise.resolve(new Blob([Uint32Array.of(7, 5)]))
      },
      changes: () => Promise.reject(new Error('none')),
    },
  })
  const results = new Results({
    api,
    versions: () => versions,
    sets: {
      show: (name, ids) => Promise.resolve(void shown.push([name, ...Array.from(ids)])),
      filter: (filter, sort) => Promise.resolve(void shown.push([filter, sort])),
    },
    onError: (error) => {
      throw error
    },
  })
  return { results, asked, queries, shown, answers, versions }
}

const labelled = { type: 'labels-changed' as const, ids: [], event: 1, window: null }

describe('the results', () => {
  it('are of the active version at first, and of what is chosen after that', async () => {
    const { results, asked } = made()
    await results.load()
    results.show(modelId('v2'))
    results.on('validation')
    await settled()
    results.show(modelId('v1'))
    await settled()
    expect(asked).toEqual([
      { model: 'v1' },
      { model: 'v2' },
      { model: 'v2', split: 'validation' },
      // Which the other one may not have.
      { model: 'v1' },
    ])
  })

  it('stay until newer ones are here, and an overtaken answer is dropped', async () => {
    const { results, answers } = made()
    await results.load()
    const [slow, quick] = [held<Answered>(), held<Answered>()]
    answers.push(
      () => slow.promise,
      () => quick.promise,
    )
    const both = [results.load(), results.load()]
    expect(results.answered?.images).toBe(30)
    quick.resolve(answered({ images: 31 }))
    await settled()
    slow.resolve(answered({ images: 29 }))
    await Promise.all(both)
    expect(results.answered?.images).toBe(31)
  })

  it('follow what changes while they are looked at', async () => {
    const { results, asked } = made()
    results.hear(labelled)
    expect(asked).toHaveLength(0)
    results.open()
    await settled()
    results.hear({ type: 'views-changed' })
    expect(asked).toHaveLength(1)
    results.hear(labelled)
    results.hear(labelled)
    await settled()
    expect(asked).toHaveLength(2)
    results.close()
  })

  it('are asked for again after a reconnection, where they are looked at', async () => {
    const { results, answers, asked } = made()
    results.reload()
    expect(asked).toHaveLength(0)
    answers.push(() => Promise.reject(new Error('The connection is lost.')))
    results.open()
    await settled()
    expect(results.problem).not.toBeNull()
    results.reload()
    await settled()
    expect([results.problem, results.answered?.images]).toEqual([null, 30])
  })

  it('put confused classes together, in an order that stays while labels change', async () => {
    const { results, answers } = made()
    await results.load()
    expect(results.order).toEqual([0, 1, 2])
    results.arrange('confusion')
    expect(results.order).toEqual([0, 2, 1])
    answers.push(() =>
      Promise.resolve(
        answered({
          confusion: [
            [9, 9, 0],
            [9, 9, 0],
            [0, 0, 9],
          ],
        }),
      ),
    )
    await results.load()
    expect(results.order).toEqual([0, 2, 1])
    results.arrange('classes')
    expect(results.order).toEqual([0, 1, 2])
  })
})

describe('a part of a figure', () => {
  it('leads to a filter of the active version, and to a list of another', async () => {
    const { results, shown, queries } = made()
    const [shirt, coat] = [classId(1), classId(2)]
    await results.leading.cell(answered(), shirt, coat)
    expect(shown.pop()).toEqual([{ classes: [shirt], predicted: [coat], splits: ['test'] }, undefined])
    await results.leading.cell(answered({ split: 'all' }), shirt, coat)
    expect(shown.pop()).toMatchObject([{ splits: [] }, undefined])
    await results.leading.cell(answered({ model: modelId('v2') }), shirt, coat)
    expect(queries.pop()).toEqual({ model: 'v2', split: 'test', label: shirt, predicted: coat })
    expect(shown.pop()).toEqual(['Shirt, answered Coat (v2, test images)', 7, 5])
  })

  it('leads to what lowers a score, to answers of a confidence, and to what a threshold finds', async () => {
    const { results, shown, queries } = made()
    await results.leading.mistakesOf(answered(), 1, 'missed')
    await results.leading.mistakesOf(answered(), 1, 'false')
    await results.leading.confident(answered(), 0.5, 0.55, false)
    await results.leading.given(answered(), 2, 0.25)
    const of = { model: 'v1', split: 'test' }
    expect(queries).toEqual([
      { ...of, label: 2, right: false, sort: 'most-sure' },
      { ...of, predicted: 2, right: false, sort: 'most-sure' },
      { ...of, confidence: { from: 0.5, to: 0.55 }, right: false, sort: 'most-sure' },
      { ...of, given: { classId: 3, least: 0.25 } },
    ])
    expect(shown[2]![0]).toBe('Wrong answers, 50.0\u00a0% to 55.0\u00a0% sure (v1, test images)')
  })
})
