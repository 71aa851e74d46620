import { expect, test } from 'vitest'
import { modelId, version } from '../../lib/testing/samples.ts'
import { deleteText, keptBecause, knobTexts, origin, sureness, verdict } from './words.ts'

const v2 = version('v2', { parent: modelId('v1'), recipe: 'fine-tune' })

test('where a version comes from, also when its parent is deleted', () => {
  expect(origin(version('v1', { recipe: 'compact' }), [])).toBe('compact, from scratch')
  const started = (start: string) => version('v1', { recipe: 'photo-fine-tune', knobs: { start } })
  expect(origin(started('photo-1'), [])).toBe('photo-fine-tune from what ships')
  expect(origin(started('noise'), [])).toBe('photo-fine-tune, from scratch')
  expect(origin(v2, [v2, version('v1')])).toBe('fine-tune from v1')
  expect(origin(v2, [v2])).toBe('fine-tune from v1 (deleted)')
})

test('why it can not be deleted, and what goes with it where it can', () => {
  expect(keptBecause(version('v1', { active: true }), null)).toContain('Activate another one first')
  expect(keptBecause(version('v1'), modelId('v1'))).toContain('training run starts from it')
  expect(keptBecause(version('v1'), modelId('v2'))).toBeNull()
  expect(deleteText(version('v1'), [v2])).toContain('v2 was made from it and stays.')
  expect(deleteText(v2, [v2])).not.toContain('made from it')
})

test('when it is sure', () => {
  expect(sureness(version('v1', { threshold: 0 }))).toBe('')
  expect(sureness(version('v1', { threshold: 0.625 })).replace(/\u00a0/g, ' ')).toBe('Not sure below 62.5 %.')
  expect(sureness(version('v1', { threshold: null }))).toMatch(/^Never sure: .*Label more\.$/)
})

test('knobs in words', () => {
  expect(
    knobTexts({
      learningRate: 0.003,
      flip: true,
      freezeBatchNorm: false,
      maxRepeats: 20,
      schedule: 'cosine',
    }),
  ).toEqual([
    ['Learning rate', '0.003'],
    ['Mirror', 'On'],
    ['Freeze batch norm', 'No'],
    ['Max repeats', '20'],
    ['Schedule', 'Cosine'],
  ])
})

test('whether the difference may be chance', () => {
  const compared = (onlyA: number, onlyB: number, p: number) =>
    verdict({
      a: { model: modelId('v1'), accuracy: 0.9 + onlyA / 1000, perClass: [] },
      b: { model: modelId('v2'), accuracy: 0.9 + onlyB / 1000, perClass: [] },
      ...{ onlyA, onlyB, p },
    })
  expect(compared(0, 0, 1)).toBe('They are right on the same images.')
  expect(compared(5, 5, 1)).toContain('Neither is the better one')
  expect(compared(2, 40, 1e-9)).toMatch(
    /^v2 is right more often, by 3.8 points. That is hardly chance .*p < 0.001/,
  )
  expect(compared(10, 8, 0.815)).toMatch(/^v1 is right more often, by 0.2 points. That may be chance.*81.5/)
})
