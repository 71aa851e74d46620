import { expect, test } from 'vitest'
import type { ClassInfo } from '../../../../shared/contract/library.ts'
import { NEUTRAL } from '../../lib/palette.ts'
import { classId, modelId, row } from '../../lib/testing/samples.ts'
import { describe, disagreement, type Classes } from './describe.ts'

const info = (id: number, name: string): ClassInfo => ({
  id: classId(id),
  name,
  key: String(id),
  given: false,
  color: id,
  images: 0,
})
const noGarment = { ...info(9, 'Not a garment'), color: NEUTRAL }
const classes: Classes = new Map(
  [info(1, 'Shirt'), info(2, 'Coat'), noGarment].map((each) => [each.id, each]),
)
const coat = { model: modelId('v1'), classId: classId(2), confidence: 0.61, sure: true }
const perhapsCoat = { ...coat, confidence: 0.41, sure: false }

test.each([
  [row(17), 'train 17, label Shirt'],
  [row(17, { prediction: coat }), 'train 17, label Shirt, prediction Coat 61.0 %'],
  [row(17, { prediction: perhapsCoat }), 'train 17, label Shirt, model not sure, perhaps Coat 41.0 %'],
  [row(17, { labelledBy: 'person' }), 'train 17, label Shirt, corrected'],
  [row(17, { labelledBy: 'model', flagged: true }), 'train 17, label Shirt, corrected, flagged'],
  [row(17, { label: classId(9), prediction: coat }), 'train 17, label Not a garment'],
  [
    row(5, { name: 'a.jpg', source: 'photo', label: null, prediction: coat }),
    'a.jpg, your photo, no label, prediction Coat 61.0 %',
  ],
  [row(5, { name: 'a.jpg', source: 'photo', label: null, prediction: null }), 'a.jpg, your photo, no label'],
])('%#: an image in words', (image, words) =>
  expect(describe(image, classes).replaceAll('\u00a0', ' ')).toBe(words),
)

test('the model is mentioned where it differs', () => {
  expect(disagreement(row(1), classes)).toBeNull()
  expect(disagreement(row(1, { prediction: coat }), classes)).toBe(2)
  expect(disagreement(row(1, { label: null, prediction: coat }), classes)).toBe(2)
  expect(disagreement(row(1, { label: classId(9), prediction: coat }), classes)).toBeNull()
})
