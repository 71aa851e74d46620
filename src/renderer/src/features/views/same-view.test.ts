import { expect, test } from 'vitest'
import { Filter, type Sort } from '../../../../shared/contract/browse.ts'
import { sameView } from './same-view.ts'

const view = (filter: object, sort: Sort = 'newest', seed = 0) => ({
  filter: Filter.parse(filter),
  sort,
  seed,
})

test.each([
  ['the order of lists', { classes: [10, 9] }, { classes: [9, 10] }],
  ['what does not restrict', { text: '', confidence: {}, flagged: undefined }, {}],
  ['the order of parts', { flagged: true, unsure: false }, { unsure: false, flagged: true }],
  ['an end that is open', { margin: { from: 0.1 } }, { margin: { from: 0.1, to: undefined } }],
])('%s makes no other view', (_, one, other) => expect(sameView(view(one), view(other))).toBe(true))

test.each([
  [{ classes: [1] }, { classes: [1], unlabelled: true }],
  [{ classes: [1] }, { predicted: [1] }],
  [{ flagged: true }, { flagged: false }],
  [{ margin: { from: 0.1 } }, { margin: { to: 0.1 } }],
])('%o is another view than %o', (one, other) => expect(sameView(view(one), view(other))).toBe(false))

test('the order makes another view, and the seed where it is random', () => {
  expect(sameView(view({}), view({}, 'oldest'))).toBe(false)
  expect(sameView(view({}, 'newest', 1), view({}, 'newest', 2))).toBe(true)
  expect(sameView(view({}, 'random', 1), view({}, 'random', 2))).toBe(false)
})
