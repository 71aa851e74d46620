import { expect, test } from 'vitest'
import type { ClassId } from '../domain.ts'
import { labelIssuesFigure, MOST_PAIRS } from './label-issues.ts'
import { LIGHT } from './theme.ts'

const className = (id: number) => ['', 'Shirt', 'Coat'][id] ?? `class ${id}`
const pair = (label: number, suggested: number, found: number, open: number) => ({
  ...{ label: label as ClassId, suggested: suggested as ClassId, found, open },
})

test('draws what is open and what was answered, in the order given, and tables both', () => {
  const pairs = [pair(1, 2, 9, 4), pair(2, 1, 3, 3)]
  const figure = labelIssuesFigure({ pairs, className, caption: 'Of 60 labels' })
  expect(figure.table.rows).toEqual([
    ['Shirt', 'Coat', 4, 9],
    ['Coat', 'Shirt', 3, 3],
  ])
  const { series, yAxis } = figure.option(LIGHT) as {
    series: { data: number[] }[]
    yAxis: { data: string[] }
  }
  expect(yAxis.data).toEqual(['Shirt → Coat', 'Coat → Shirt'])
  expect(series.slice(0, 2).map(({ data }) => data)).toEqual([
    [4, 3],
    [5, 0],
  ])
})

test('of very many pairs the commonest are drawn, which is said, and all are in the table', () => {
  const pairs = Array.from({ length: 40 }, (_, i) => pair(i + 1, i + 2, 40 - i, 1))
  const figure = labelIssuesFigure({ pairs, className, caption: 'Of 60 labels' })
  expect(figure.caption).toBe(`Of 60 labels. The ${MOST_PAIRS} commonest of 40 pairs.`)
  expect(figure.table.rows).toHaveLength(40)
  const { series } = figure.option(LIGHT) as { series: { data: number[] }[] }
  expect(series[0]!.data).toHaveLength(MOST_PAIRS)
})
