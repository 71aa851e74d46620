import { expect, test } from 'vitest'
import { Filter } from '../../../../shared/contract/browse.ts'
import { classId } from '../../lib/testing/samples.ts'
import type { Known } from './choices.ts'
import type { Chip } from './parts.ts'
import { chipWords, partWords } from './words.ts'

const info = (id: number, name: string) => ({
  ...{ id: classId(id), name, key: null, color: id, images: 0, given: false },
})
const known: Known = {
  classes: [info(5, 'Coat'), info(7, 'Shirt')],
  notGarment: { id: classId(99), name: 'Not a garment', images: 0 },
  ownPhotos: false,
}
const said = (chip: Chip, filter: object) =>
  chipWords(chip, Filter.parse(filter), known).replaceAll('\u00a0', ' ')

test.each<[Chip, object, string]>([
  ['classes', {}, 'Class'],
  ['classes', { classes: [7] }, 'Class: Shirt'],
  ['classes', { classes: [7, 5], unlabelled: true }, 'Class: Coat + 2'],
  ['classes', { unlabelled: true }, 'Class: No label'],
  ['classes', { classes: [99] }, 'Class: Not a garment'],
  ['classes', { classes: [1234] }, 'Class: a class that is gone'],
  ['predicted', { predicted: [5, 7] }, 'Predicted: Coat + 1'],
  ['prediction', { disagrees: true }, 'Prediction: Differs from label'],
  ['prediction', { disagrees: false, unsure: true }, 'Prediction: Same as label, not sure'],
  ['splits', { splits: ['test', 'holdout'] }, 'Split: Test + 1'],
  ['sources', { sources: ['photo'] }, 'Source: Your photos'],
  ['labelledBy', { labelledBy: ['person'] }, 'Labelled by: You'],
  ['corrected', { corrected: false }, 'Not corrected'],
  ['flagged', { flagged: true }, 'Flagged'],
  ['flagged', {}, 'Flagged'],
  ['confidence', { confidence: { from: 0.4, to: 0.6 } }, 'Confidence 40–60 %'],
  ['margin', { margin: { to: 0.1 } }, 'Margin up to 10 %'],
  ['loss', { loss: { from: 2.5 } }, 'Loss from 2.5'],
  ['text', { text: 'blue' }, 'File name: blue'],
])('%s of %o: %s', (chip, filter, words) => expect(said(chip, filter)).toBe(words))

test('one of two parts that make a chip is said alone', () => {
  const filter = Filter.parse({ disagrees: true, unsure: true, splits: ['test'] })
  expect(partWords('unsure', filter, known)).toBe('Prediction: Not sure')
  expect(partWords('disagrees', filter, known)).toBe('Prediction: Differs from label')
  expect(partWords('splits', filter, known)).toBe('Split: Test')
})
