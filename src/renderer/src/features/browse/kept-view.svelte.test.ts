// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest'
import type { ViewSpec } from '../../../../shared/contract/browse.ts'
import type { LibraryId } from '../../../../shared/contract/libraries.ts'
import { classId } from '../../lib/testing/samples.ts'
import { KeptView } from './kept-view.svelte.ts'
import { FIRST_VIEW, NO_FILTER } from './view.svelte.ts'

const ONE = 'one' as LibraryId
const TWO = 'two' as LibraryId
const shirts: ViewSpec = { filter: { ...NO_FILTER, classes: [classId(7)] }, sort: 'random', seed: 9 }

beforeEach(() => sessionStorage.clear())

test('a window begins with what it showed last', () => {
  const before = new KeptView(sessionStorage)
  expect(before.first()).toBeUndefined()
  before.opened(ONE)
  before.keep(shirts)
  const after = new KeptView(sessionStorage)
  expect(after.first()).toEqual(shirts)
  expect(after.opened(ONE)).toBeUndefined()
})

test('another library has its own', () => {
  const before = new KeptView(sessionStorage)
  before.opened(ONE)
  before.keep(shirts)
  expect(new KeptView(sessionStorage).opened(TWO)).toEqual(FIRST_VIEW)
  expect(new KeptView(sessionStorage).opened(ONE)).toEqual(shirts)
})

test('a new window has begun with the right view', () => {
  expect(new KeptView(sessionStorage).opened(ONE)).toBeUndefined()
})

test('nothing is kept before it is known of which library', () => {
  new KeptView(sessionStorage).keep(shirts)
  expect(sessionStorage).toHaveLength(0)
})

test.each([
  '{',
  'null',
  '{"filter":{"classes":["Shirt"]},"sort":"newest"}',
  '{"filter":{},"sort":"upside-down"}',
])('what is no view is not shown: %s', (text) => {
  const kept = new KeptView(sessionStorage)
  kept.opened(ONE)
  sessionStorage.setItem('haberdash-view-one', text)
  expect(new KeptView(sessionStorage).first()).toBeUndefined()
})
