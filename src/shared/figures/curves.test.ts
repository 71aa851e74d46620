import { expect, it } from 'vitest'
import { comparedFigures, runFigures } from './curves.ts'
import type { Figure } from './figure.ts'
import { axisRange } from './line-chart.ts'
import { marksSvg } from './svg.ts'
import { LIGHT } from './theme.ts'

const point = (epoch: number, validated = true) => ({
  ...{ epoch, loss: 1 / epoch, accuracy: 0.8, learningRate: 0.01 / epoch },
  ...(validated ? { validation: { loss: 2 / epoch, accuracy: 0.7 } } : {}),
})
const facts = { images: 55_000, epochs: 4 }

type Drawn = { series: { name: string; data: number[][]; lineStyle: object }[]; xAxis: { max: number } }
const drawn = (figure: Figure | undefined) => figure!.option(LIGHT) as Drawn

it('shows of one run a line for each split it has, and its learning rate', () => {
  const [accuracy, loss, rate] = runFigures([point(1), point(2)], facts)
  expect(accuracy?.table.columns).toEqual(['Epoch', 'training images', 'validation images'])
  expect(accuracy?.caption).toContain('55,000 training images')
  expect(loss?.table.rows).toEqual([
    [1, 1, 2],
    [2, 0.5, 1],
  ])
  expect(rate?.table.rows).toEqual([
    [1, 0.01],
    [2, 0.005],
  ])
  const lines = [
    { x: [1, 1], y: [2, 0.5] },
    { x: [1, 2], y: [2, 1] },
  ].map(({ x, y }) => [x, y])
  expect(drawn(loss).series.map(({ data }) => data)).toEqual(lines)
})

it('leaves room for the epochs to come, and out what a run has not', () => {
  const { learningRate: _, ...old } = point(1, false)
  const figures = runFigures([old], facts)
  expect(figures.map(({ file }) => file)).toEqual(['accuracy', 'loss'])
  expect(figures[0]?.table.columns).toHaveLength(2)
  expect(drawn(figures[0]).xAxis.max).toBe(4)
})

it('shows several runs, each with a name, colour and dash of its own, and gaps where one is shorter', () => {
  const long = { name: 'Run 1', curve: [point(1), point(2)] }
  const short = { name: 'Run 2', curve: [point(1)] }
  const fineTuned = { name: 'Run 3', curve: [point(1, false)] }
  const [accuracy] = comparedFigures([long, short, fineTuned], 'validation')
  expect(accuracy?.table).toEqual({
    columns: ['Epoch', 'Run 1', 'Run 2'],
    rows: [
      [1, 0.7, 0.7],
      [2, 0.7, null],
    ],
  })
  const five = [1, 2, 3, 4, 5].map((id) => ({ ...long, name: `Run ${id}` }))
  const { series } = drawn(comparedFigures(five, 'training')[0])
  const dashes = series.map(({ lineStyle }) => JSON.stringify({ ...lineStyle, color: '' }))
  const colours = series.map(({ lineStyle }) => JSON.stringify({ ...lineStyle, type: '' }))
  for (const told of [series.map(({ name }) => name), dashes, colours]) expect(new Set(told).size).toBe(5)
})

it('gives an axis room around a single point, and none beyond what can be', () => {
  const style = { colour: () => '', dash: 'solid' } as const
  const range = (values: number[]) =>
    axisRange({
      room: 0.01,
      max: 1,
      lines: [{ name: '', style, points: values.map((value, i) => [i + 1, value] as const) }],
    })
  expect(range([0.5])).toEqual([0.49, 0.51])
  expect(range([0.9, 1])[1]).toBe(1)
  expect(range([])).toEqual([0, 1])
})

it('is drawn without a document, its names as text', () => {
  const runs = ['<script>', 'other'].map((name) => ({ name, curve: [point(1)] }))
  const svg = marksSvg(comparedFigures(runs, 'training')[0]!, LIGHT, { width: 400, height: 200 })
  expect(svg).toContain('&lt;script&gt;')
  expect(svg).not.toContain('<script')
})
