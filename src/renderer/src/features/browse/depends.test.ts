import { expect, test } from 'vitest'
import { Filter, Sort } from '../../../../shared/contract/browse.ts'
import { dependsOn } from './depends.ts'

const asks = (what: 'labels' | 'predictions' | 'flags' | 'findings', filter: object, sort: Sort = 'newest') =>
  dependsOn(what, { filter: Filter.parse(filter), sort, seed: 0 })

test.each([
  { unlabelled: true },
  { labelledBy: ['person'] },
  { corrected: false },
  { disagrees: false },
  { loss: { from: 1 } },
  { labelled: { from: '2026-01-01T00:00:00Z' } },
])('%o goes by labels', (filter) => expect(asks('labels', filter)).toBe(true))

test.each([{ predicted: [1] }, { unsure: false }, { confidence: { to: 0.5 } }, { margin: { to: 0.5 } }])(
  '%o goes by predictions, whatever the labels',
  (filter) => expect([asks('predictions', filter), asks('labels', filter)]).toEqual([true, false]),
)

test.each([{ splits: ['test'] }, { sources: ['photo'] }, { text: 'x' }, { confidence: {} }])(
  '%o goes by nothing that changes',
  (filter) =>
    expect(asks('labels', filter) || asks('predictions', filter) || asks('flags', filter)).toBe(false),
)

test('orders go by what they are made of', () => {
  const by = (what: 'labels' | 'predictions') => Sort.options.filter((sort) => asks(what, {}, sort))
  expect(by('labels')).toEqual([
    ...(['most-suspicious', 'least-suspicious', 'by-class', 'by-labeller', 'last-labelled'] as const),
  ])
  expect(by('predictions')).toEqual([
    ...(['most-suspicious', 'least-suspicious', 'smallest-margin', 'largest-margin'] as const),
    ...(['least-sure', 'most-sure', 'by-prediction'] as const),
  ])
})

test('what was found goes by other checks, and a label issue by its answer', () => {
  const issues = { findings: ['label-issue'] }
  expect([asks('findings', issues), asks('labels', issues), asks('flags', issues)]).toEqual([
    true,
    true,
    false,
  ])
  expect(asks('findings', {}, 'by-finding')).toBe(true)
  expect(asks('findings', { splits: ['test'] })).toBe(false)
})
