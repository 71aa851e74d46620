import { expect, test } from 'vitest'
import { Filter } from '../../../../shared/contract/browse.ts'
import { CHOICES, switched, type Known } from './choices.ts'
import type { ChoicePart } from './parts.ts'
import { classId } from '../../lib/testing/samples.ts'

const known: Known = {
  classes: [{ id: classId(7), name: 'Shirt', key: null, color: 0, images: 0, given: false }],
  notGarment: { id: classId(99), name: 'Not a garment', images: 0 },
  ownPhotos: false,
}
const parts = Object.keys(CHOICES) as ChoicePart[]

test.each(parts)('each choice of %s comes back as it was made', (part) => {
  const { options, values, change } = CHOICES[part]
  for (const { value } of options(known))
    expect(values(Filter.parse({ ...change([value]) }))).toEqual([value])
  expect(Filter.parse({ ...change([]) })).toEqual(Filter.parse({}))
})

test('several classes, no label, and what is no garment can be asked for at once', () => {
  expect(CHOICES.classes.change(['7', 'none', '99'])).toEqual({ classes: [7, 99], unlabelled: true })
})

test('what rules each other out is chosen one at a time', () => {
  const options = CHOICES.prediction.options(known)
  expect(switched(options, ['differs'], 'same')).toEqual(['same'])
  expect(switched(options, ['differs'], 'unsure')).toEqual(['differs', 'unsure'])
  expect(switched(options, ['differs', 'unsure'], 'unsure')).toEqual(['differs'])
  expect(switched(CHOICES.splits.options(known), ['test'], 'train')).toEqual(['test', 'train'])
})

test('a library of photos has no test images', () => {
  const names = CHOICES.splits.options({ ...known, ownPhotos: true }).map(({ name }) => name)
  expect(names).toEqual(['Train', 'Held out'])
})
