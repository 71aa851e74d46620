import { expect, test } from 'vitest'
import type { Run } from '../../../../shared/contract/training.ts'
import type { RunId } from '../../../../shared/domain.ts'
import { run } from '../../lib/testing/samples.ts'
import { ACCURACY, axisRange, lineData } from './chart.ts'
import { Comparing } from './comparing.svelte.ts'
import { comparedCharts, runCharts } from './lines.ts'

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

test('one run: a line for each split it has', () => {
  const [accuracy, loss] = runCharts([point(1), point(2)])
  expect(accuracy?.lines.map(({ name }) => name)).toEqual(['training images', 'validation images'])
  expect(lineData(loss!.lines)).toEqual([
    [1, 2],
    [1, 0.5],
    [2, 1],
  ])
  expect(runCharts([point(1, false)])[0]?.lines).toHaveLength(1)
})

test('several runs: each with a name, colour and dash of its own, and gaps where one is shorter', () => {
  const short = numbered(2, { curve: [point(1)] })
  const [accuracy] = comparedCharts([runs[0]!, short], 'validation')
  expect(lineData(accuracy!.lines)).toEqual([
    [1, 2],
    [0.7, 0.7],
    [0.7, null],
  ])
  const styles = comparedCharts(runs.slice(0, 5), 'training')[0]!.lines
  for (const key of ['name', 'colour', 'dash'] as const)
    expect(new Set(styles.map((style) => String(style[key]))).size).toBe(5)
})

test('an axis has room around a single point, and none beyond what can be', () => {
  expect(axisRange(ACCURACY, 0.5, 0.5)).toEqual([0.49, 0.51])
  expect(axisRange(ACCURACY, 0.9, 1)[1]).toBe(1)
  expect(axisRange(ACCURACY, null, null)).toEqual([0, 1])
})
