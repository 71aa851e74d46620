import type { EChartsOption } from 'echarts'
import type { Results } from '../contract/results.ts'
import { count, percent } from '../format.ts'
import { axis, baseOption, legend, tip, tooltip } from './base.ts'
import type { Figure } from './figure.ts'
import { fileOf, whatOf, type ResultsOf } from './results-words.ts'
import type { FigureTheme } from './theme.ts'

export type PerClass = ResultsOf & Pick<Results, 'perClass' | 'curves'>

const MEASURES = [
  { key: 'precision', name: 'Precision', symbol: 'diamond' },
  { key: 'recall', name: 'Recall', symbol: 'circle' },
  { key: 'f1', name: 'F1', symbol: 'rect' },
] as const

/** Of more classes the worst are drawn; all are in the table. */
const MOST_DRAWN = 30
/** Pixels that a class takes, and what is above and below them all. */
const ROW = { few: 26, many: 18 }
const AROUND = 76

/** Pixels at which classes can be told apart. */
export const perClassHeight = (classes: number): number =>
  AROUND + Math.min(MOST_DRAWN, classes) * (classes > 16 ? ROW.many : ROW.few)

/**
 * Precision, recall and F1 of each class, as marks on its line.
 * @param order places of the classes, from above
 */
export function perClassFigure(
  results: PerClass,
  order: readonly number[] = [...results.perClass.keys()],
): Figure {
  const scores = order.map((place) => results.perClass[place]!)
  const drawn = worst(scores)
  const some =
    drawn.length < scores.length
      ? ` Drawn: the ${MOST_DRAWN} of ${scores.length} classes of the lowest F1.`
      : ''
  return {
    title: 'Precision, recall and F1 by class',
    caption: `${whatOf(results)}. Precision: of what it calls so, how much is. Recall: of what is so, how much it finds. F1: their harmonic mean.${some}`,
    file: fileOf('classes', results),
    table: {
      columns: ['Class', 'Images', ...MEASURES.map(({ name }) => name), 'Average precision'],
      rows: order.map((place, i) => [
        scores[i]!.className,
        scores[i]!.images,
        ...MEASURES.map(({ key }) => scores[i]![key]),
        results.curves[place]!.averagePrecision,
      ]),
    },
    option: (theme) => option(drawn, theme),
  }
}

/** In their order, where there are not too many. */
function worst(scores: Results['perClass']): Results['perClass'] {
  if (scores.length <= MOST_DRAWN) return scores
  return scores
    .filter(({ f1 }) => f1 !== null)
    .sort((a, b) => a.f1! - b.f1!)
    .slice(0, MOST_DRAWN)
}

function option(scores: Results['perClass'], theme: FigureTheme): EChartsOption {
  const base = baseOption(theme)
  const known = scores.flatMap((score) => MEASURES.flatMap(({ key }) => score[key] ?? []))
  const min = Math.max(0, Math.floor((Math.min(1, ...known) - 0.02) * 10) / 10)
  const colours = [theme.accent, theme.good, theme.text]
  return {
    ...base,
    grid: { ...base.grid, top: 36, bottom: 8, right: 24 },
    legend: { ...legend(theme), itemWidth: 12, itemHeight: 10 },
    tooltip: { ...tooltip(theme, 'axis'), formatter: (marks) => said(marks, scores) },
    xAxis: {
      ...axis(theme),
      ...{ type: 'value', min, max: 1, interval: min >= 0.7 ? 0.05 : min >= 0.5 ? 0.1 : 0.2 },
      axisLabel: { ...axis(theme).axisLabel, formatter: percentOf },
    },
    yAxis: {
      ...axis(theme),
      ...{ type: 'category', inverse: true, data: scores.map(({ className }) => className) },
      splitLine: { show: true, interval: 0, lineStyle: { color: theme.line } },
      axisLabel: {
        ...{ color: theme.text, fontSize: scores.length > 16 ? 11 : 12, interval: 0 },
        ...{ width: 140, overflow: 'truncate' },
      },
    },
    series: MEASURES.map(({ key, name, symbol }, i) => ({
      ...{ id: key, name, type: 'scatter' as const, symbol },
      ...{ symbolSize: key === 'f1' ? [3, 14] : 10, z: key === 'f1' ? 3 : 2 },
      itemStyle: { color: colours[i]!, opacity: 1 },
      data: scores.map((score, row) => ({ value: [score[key] ?? NaN, row], name: score.className })),
      emphasis: { disabled: true },
    })),
  }
}

const percentOf = (value: number) => `${Math.round(value * 100)}\u00a0%`
const orNone = (value: number | null) => (value === null ? 'none' : percent(value))

function said(marks: unknown, scores: Results['perClass']): string {
  const [, row] = ((marks as { value?: [number, number] }[])[0]?.value ?? []) as number[]
  const score = scores[row ?? -1]
  if (!score) return ''
  return tip(score.className, [
    ['Images', count(score.images)],
    ...MEASURES.map(({ key, name }) => [name, orNone(score[key])] as const),
  ])
}
