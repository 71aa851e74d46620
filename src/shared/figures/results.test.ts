import { describe, expect, it } from 'vitest'
import type { ModelId } from '../domain.ts'
import { contrast } from './colour.ts'
import { confidenceBarOf, confidenceFigure } from './confidence.ts'
import { cellStyle } from './confusion-cell.ts'
import { cellOf, confusionFigure, type Confusion } from './confusion.ts'
import type { Figure } from './figure.ts'
import { perClassFigure } from './per-class.ts'
import { curvePointOf, precisionRecallFigure } from './precision-recall.ts'
import { reliabilityBinOf, reliabilityFigure } from './reliability.ts'
import { marksSvg } from './svg.ts'
import { DARK, LIGHT } from './theme.ts'

const of = { model: 'v1' as ModelId, split: 'test' as const, images: 30 }
const ODD = ['Coat', '<b onclick="x">&amp; {a|rich} "quotes"</b>', '衣服\n'.repeat(40)]
const classes = ODD.map((name, color) => ({ name, color }))
const confusion: Confusion = {
  ...of,
  classes,
  confusion: [
    [8, 2, 0],
    [1, 9, 0],
    [0, 5, 5],
  ],
}

type Datum = { value: number[] }
const dataOf = (figure: Figure, series: number): Datum[] => {
  const all = [figure.option(LIGHT).series].flat() as { data: Datum[] }[]
  return all[series]!.data
}
const draws = (figure: Figure) => {
  for (const theme of [LIGHT, DARK])
    expect(marksSvg(figure, theme, { width: 400, height: 300 })).not.toMatch(/NaN|<b /)
}

describe('a confusion matrix', () => {
  it('lists counts, or shares of a row or a column, in the order asked for', () => {
    expect(confusionFigure(confusion).table.rows[0]).toEqual(['Coat', 8, 2, 0, 10])
    expect(confusionFigure(confusion, 'row').table.rows[2]!.slice(1)).toEqual([0, 0.5, 0.5, 10])
    expect(confusionFigure(confusion, 'column').table.rows[1]!.slice(1)).toEqual([1 / 9, 9 / 16, 0, 10])
    const turned = confusionFigure(confusion, 'count', [2, 0, 1])
    expect(turned.table.rows.map((row) => row.slice(1))).toEqual([
      [5, 0, 5, 10],
      [0, 8, 2, 10],
      [0, 1, 9, 10],
    ])
    expect(turned.caption).toMatch(/^30 test images, by v1\./)
  })

  it('draws what has images, each cell in its place and with what it stands for', () => {
    const data = dataOf(confusionFigure(confusion, 'row', [2, 0, 1]), 0)
    expect(data).toHaveLength(6)
    expect(data.map(({ value }) => value)).toContainEqual([2, 0, 5, 0.5])
    expect(cellOf(data.find(({ value }) => value[2] === 2))).toEqual({
      ...{ row: 0, column: 1, images: 2, share: 0.2 },
    })
    expect(cellOf({})).toBeNull()
  })

  it('has numbers that can be read on every cell, and mistakes that stand out from the diagonal', () => {
    const cells = Array.from({ length: 100 }, (_, i) => ({ row: 0, column: i % 2, images: i + 1, share: 1 }))
    for (const theme of [LIGHT, DARK]) {
      const style = cellStyle(cells, 'count', theme)
      for (const { row, column, images } of cells) {
        const { fill, ink } = style(column, row, images, 1)
        expect([fill, contrast(fill, ink) >= 4.5]).toEqual([fill, true])
      }
      const distance = (fill: string) => contrast(fill, theme.surface)
      expect(distance(style(1, 0, 100, 1).fill)).toBeGreaterThan(2 * distance(style(0, 0, 99, 1).fill))
    }
  })
})

const scores = { className: 'Coat', precision: 8 / 9, recall: 0.8, f1: 16 / 19, images: 10 }
const curve = {
  ...{ averagePrecision: 0.75, recall: [0.5, 1], precision: [1, 0.5], threshold: [0.9, 0.1] },
}
const nothing = { averagePrecision: null, recall: [], precision: [], threshold: [] }

it('lists scores by class, also where one has no meaning', () => {
  const unasked = { className: ODD[1]!, precision: null, recall: null, f1: null, images: 0 }
  const figure = perClassFigure({ ...of, perClass: [scores, unasked], curves: [curve, nothing] }, [1, 0])
  expect(figure.table.rows).toEqual([
    [ODD[1], 0, null, null, null, null],
    ['Coat', 10, 8 / 9, 0.8, 16 / 19, 0.75],
  ])
  draws(figure)
})

it('draws precision over recall from recall 0 on, and knows the threshold of each point', () => {
  const macro = { averagePrecision: 0.75 }
  const figure = precisionRecallFigure({ ...of, classes, curves: [curve, nothing, nothing], macro })
  expect(figure.caption).toContain('0.750 in the mean')
  expect(figure.table.rows).toEqual([
    ['Coat', 0.75, 0.5, 1, 0.9],
    ['Coat', 0.75, 1, 0.5, 0.1],
  ])
  const data = dataOf(figure, 0)
  expect(data[0]).toEqual([0, 1])
  expect(curvePointOf(data[2])).toEqual({ place: 0, threshold: 0.1 })
})

it('draws bins and bars that have images, and says all of them', () => {
  const bin = { from: 0.8, to: 1, images: 10, right: 5, confidence: 0.9 }
  const empty = { from: 0, to: 0.8, images: 0, right: 0, confidence: null }
  const figure = reliabilityFigure({ ...of, reliability: [empty, bin], calibrationError: 0.4 })
  expect(figure.caption).toMatch(/error 40\.0/)
  expect(figure.table.rows).toEqual([
    [0, 0.8, 0, 0, null, null],
    [0.8, 1, 10, 5, 0.5, 0.9],
  ])
  expect(dataOf(figure, 0).map(reliabilityBinOf)).toEqual([bin])
  const histogram = confidenceFigure({
    ...of,
    threshold: 0.5,
    confidences: { right: [0, 20], wrong: [9, 1] },
  })
  expect(histogram.table.rows[1]).toEqual([0.5, 1, 20, 1])
  expect(histogram.caption).toContain('20 right, 10 wrong')
  expect(dataOf(histogram, 1).map(confidenceBarOf)).toEqual([
    { right: false, from: 0, to: 0.5, images: 9 },
    { right: false, from: 0.5, to: 1, images: 1 },
  ])
})

it('draws all of them, whatever classes are called and where there is nothing', () => {
  draws(confusionFigure(confusion, 'column'))
  draws(confusionFigure({ ...of, images: 0, classes: [], confusion: [] }))
  const curves = [curve, nothing, curve]
  draws(precisionRecallFigure({ ...of, classes, curves, macro: { averagePrecision: 0.75 } }))
  draws(precisionRecallFigure({ ...of, classes: [], curves: [], macro: { averagePrecision: null } }))
  draws(perClassFigure({ ...of, perClass: [], curves: [] }))
  draws(reliabilityFigure({ ...of, reliability: [], calibrationError: null }))
  draws(confidenceFigure({ ...of, threshold: null, confidences: { right: [0, 0], wrong: [0, 0] } }))
})
