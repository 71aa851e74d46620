import { expect, test } from 'vitest'
import type { ImageDetail } from '../../../../shared/contract/browse.ts'
import type { ClassInfo } from '../../../../shared/contract/library.ts'
import { classId, modelId, row } from '../../lib/testing/samples.ts'
import { answerInWords, lossInWords, marginInWords } from './doubt.ts'

const classes = new Map(
  ['Shirt', 'Coat'].map((name, i): [ClassInfo['id'], ClassInfo] => {
    const id = classId(i + 1)
    return [id, { id, name, key: null, color: i, images: 1, given: false }]
  }),
)

const detail = (first: number, loss: number | null): ImageDetail => ({
  ...row(1),
  ...{ width: 28, height: 28, file: null, fix: null, findings: [], history: [], loss, margin: 2 * first - 1 },
  probabilities: [
    { classId: classId(1), probability: first },
    { classId: classId(2), probability: 1 - first },
  ],
})

test.each([
  [0.55, 'A close call: 10.0\u00a0% ahead of Coat'],
  [0.75, 'A fair lead: 50.0\u00a0% ahead of Coat'],
  [0.99, 'A clear lead: 98.0\u00a0% ahead of Coat'],
])('a margin with the first class at %d', (first, told) => {
  expect(marginInWords(detail(first, 0), classes)).toBe(told)
})

test.each([
  [0.9, 'Label fits: 90.0\u00a0% likely, loss 0.11'],
  [0.25, 'Doubtful label: 25.0\u00a0% likely, loss 1.39'],
  [0.004, 'Suspicious label: 0.4\u00a0% likely, loss 5.52'],
])('a loss where the label was given %d', (given, told) => {
  expect(lossInWords(detail(0.9, -Math.log(given)))).toBe(told)
})

test('nothing is said of what was not asked', () => {
  const nothing = { ...detail(0.9, null), margin: null, probabilities: null }
  expect([marginInWords(nothing, classes), lossInWords(nothing)]).toEqual([null, null])
})

const coat = { model: modelId('v1'), classId: classId(2), confidence: 0.61, sure: true }

test.each([
  [row(1), 'The model agrees, 90.0 % sure.'],
  [row(1, { prediction: coat }), 'The model says Coat, 61.0 %.'],
  [row(1, { prediction: null }), 'No prediction yet.'],
  [row(1, { prediction: { ...coat, sure: false } }), 'Not sure. Perhaps Coat 61.0 %, Shirt 39.0 %.'],
  [
    row(1, { label: classId(2), prediction: { ...coat, sure: false } }),
    'Not sure. Perhaps Coat 61.0 %, Shirt 39.0 %.',
  ],
])('%#: what the model says', (image, words) => {
  const probabilities = detail(0.61, null).probabilities!.map(({ probability }, i) => ({
    classId: classId(2 - i),
    probability,
  }))
  expect(answerInWords(image, probabilities, classes).replaceAll('\u00a0', ' ')).toBe(words)
})

test('until all probabilities are known, the best guess is', () => {
  const unsure = row(1, { prediction: { ...coat, sure: false } })
  expect(answerInWords(unsure, null, classes)).toBe('Not sure. Perhaps Coat 61.0\u00a0%.')
})
