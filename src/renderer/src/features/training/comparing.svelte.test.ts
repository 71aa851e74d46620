import { expect, test } from 'vitest'
import type { Run } from '../../../../shared/contract/training.ts'
import type { RunId } from '../../../../shared/domain.ts'
import { run } from '../../lib/testing/samples.ts'
import { Comparing } from './comparing.svelte.ts'

const point = (epoch: number, validated = true) => ({
  epoch,
  loss: 1 / epoch,
  accuracy: 0.8,
  ...(validated ? { validation: { loss: 2 / epoch, accuracy: 0.7 } } : {}),
})
const numbered = (id: number, change: Partial<Run> = {}) =>
  run({ id: id as RunId, curve: [point(1), point(2)], ...change })
const runs = [1, 2, 3, 4, 5, 6].map((id) => numbered(id))

test('up to five, in the order in which they were ticked', () => {
  const comparing = new Comparing()
  for (const { id } of [...runs].reverse()) comparing.toggle(id)
  expect(comparing.full).toBe(true)
  expect(comparing.of(runs).map(({ id }) => id)).toEqual([6, 5, 4, 3, 2])
  comparing.toggle(runs[3]!.id)
  expect([comparing.full, comparing.has(runs[3]!.id)]).toEqual([false, false])
  comparing.clear()
  expect(comparing.of(runs)).toEqual([])
})

test('on validation images where all have some, or as chosen', () => {
  const comparing = new Comparing()
  const fineTuned = numbered(7, { curve: [point(1, false)] })
  comparing.toggle(runs[0]!.id)
  expect(comparing.split(runs)).toBe('validation')
  comparing.toggle(fineTuned.id)
  expect(comparing.split([...runs, fineTuned])).toBe('training')
  comparing.choose('validation')
  expect(comparing.split([...runs, fineTuned])).toBe('validation')
})
