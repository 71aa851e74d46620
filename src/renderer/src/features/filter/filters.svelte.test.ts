// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import { fakeApi } from '../../lib/testing/fake-api.ts'
import { classId, viewOf } from '../../lib/testing/samples.ts'
import { Browse } from '../browse/browse.svelte.ts'
import { Filters } from './filters.svelte.ts'

function setUp(ownPhotos = false) {
  const browse = new Browse(
    fakeApi({ browse: { view: async () => viewOf(1), rows: async () => [] } }),
    vi.fn(),
  )
  return { browse, filters: new Filters(browse, () => ownPhotos) }
}

test('shows the parts that are always there, those that restrict, and the one that is being added', () => {
  const { filters } = setUp()
  expect(filters.shown).toEqual(['classes', 'prediction', 'splits', 'sources'])
  filters.change({ margin: { to: 0.1 }, flagged: true })
  expect(filters.shown.slice(4)).toEqual(['margin', 'flagged'])
  filters.edit('loss')
  expect(filters.shown.slice(4)).toEqual(['margin', 'loss', 'flagged'])
  filters.close('loss')
  expect(filters.shown.slice(4)).toEqual(['margin', 'flagged'])
})

test('changes one part at a time', () => {
  const { filters } = setUp()
  filters.choose(true)
  filters.edit('loss')
  expect([filters.choosing, filters.editing]).toEqual([false, 'loss'])
  filters.edit('margin')
  filters.close('loss')
  expect(filters.editing).toBe('margin')
})

test('takes away all that a chip says, and nothing else', () => {
  const { filters } = setUp()
  filters.change({
    classes: [classId(1)],
    unlabelled: true,
    disagrees: true,
    unsure: false,
    splits: ['test'],
  })
  filters.remove('classes')
  expect(filters.filter).toMatchObject({ classes: [], unlabelled: false, disagrees: true, splits: ['test'] })
  filters.remove('prediction')
  expect(filters.filter).toMatchObject({ disagrees: undefined, unsure: undefined, splits: ['test'] })
  expect(filters.restricting).toBe(true)
  filters.remove('splits')
  expect(filters.restricting).toBe(false)
})

test('where all are photos, their source is no question and no restriction', () => {
  const { filters } = setUp(true)
  filters.change({ sources: ['photo'] })
  expect(filters.shown).not.toContain('sources')
  expect(filters.restricting).toBe(false)
})
