// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { classId } from '../../lib/testing/samples.ts'
import { NO_FILTER } from '../browse/view.svelte.ts'
import { dependsOnLabels, scopeNames } from './scope.ts'

test('says by how many filters of Browse it goes, classes aside', () => {
  expect(scopeNames(false, { ...NO_FILTER, classes: [classId(1)] }).browse).toBe('As in Browse')
  expect(scopeNames(false, { ...NO_FILTER, corrected: true }).browse).toBe('As in Browse (1 filter)')
})

test('a library of photos alone has no test images', () => {
  expect(Object.keys(scopeNames(true, NO_FILTER))).toEqual(['browse', 'all', 'train', 'holdout'])
})

test('a label changes what fits where it is asked for who gave it', () => {
  expect(dependsOnLabels({ ...NO_FILTER, splits: ['test'] })).toBe(false)
  expect(dependsOnLabels({ ...NO_FILTER, corrected: false })).toBe(true)
  expect(dependsOnLabels({ ...NO_FILTER, labelledBy: ['person'] })).toBe(true)
})
