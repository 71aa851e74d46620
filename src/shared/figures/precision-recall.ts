import type { EChartsOption, LineSeriesOption } from 'echarts'
import type { Curve, Results } from '../contract/results.ts'
import { percent } from '../format.ts'
import { axis, baseOption, tip } from './base.ts'
import type { Figure } from './figure.ts'
import { fileOf, whatOf, type ResultsOf } from './results-words.ts'
import type { FigureTheme } from './theme.ts'

export type PrecisionRecall = ResultsOf &
  Pick<Results, 'curves'> & {
    classes: readonly { name: string; color: number }[]
    macro: Pick<Results['macro'], 'averagePrecision'>
  }

/** More lines can't be told apart: of more classes the worst are coloured and named. */
const MOST_COLOURED = 10
/** Marks on a curve that can be pointed at. */
const MARKS = 40
/** A class's dashes beside its colour, which is not the only sign. */
const DASHES = ['solid', [6, 3], [2, 2]] as const

/** A point of a curve that was clicked: the class by its place, and the least probability there. */
export type CurvePoint = { place: number; threshold: number }

/** Precision over recall, each class against all others, drawn so that the area below a line is its average precision. */
export function precisionRecallFigure(results: PrecisionRecall): Figure {
  const { classes, curves, macro } = results
  const mean = macro.averagePrecision
  return {
    title: 'Precision and recall',
    caption: `${whatOf(results)}. Each class against all others, at every threshold${
      mean === null ? '' : `; average precision of the classes ${mean.toFixed(3)} in the mean`
    }.`,
    file: fileOf('precision-recall', results),
    table: {
      columns: ['Class', 'Average precision', 'Recall', 'Precision', 'Least probability'],
      rows: listedPoints(curves).map(({ place, recall, precision, threshold }) => [
        ...[classes[place]!.name, curves[place]!.averagePrecision],
        ...[recall, precision, threshold],
      ]),
    },
    option: (theme) => option(results, theme),
  }
}

/** The points in the table, row by row: some twenty a class, the last among them. */
export const listedPoints = (curves: readonly Curve[]) =>
  curves.flatMap(({ recall, precision, threshold }, place) => {
    const step = Math.max(1, Math.ceil(recall.length / 20))
    return [...recall.keys()]
      .filter((i) => i % step === 0 || i === recall.length - 1)
      .map((i) => ({ place, recall: recall[i]!, precision: precision[i]!, threshold: threshold[i]! }))
  })

function option({ classes, curves }: PrecisionRecall, theme: FigureTheme): EChartsOption {
  const base = baseOption(theme)
  const worst = [...curves.keys()]
    .filter((place) => curves[place]!.averagePrecision !== null)
    .sort((a, b) => curves[a]!.averagePrecision! - curves[b]!.averagePrecision!)
  const coloured = new Map(worst.slice(0, MOST_COLOURED).map((place, rank) => [place, rank]))
  const drawn = [...worst].reverse()
  const shares = {
    ...{ type: 'value' as const, max: 1, nameGap: 28 },
    axisLabel: { ...axis(theme).axisLabel, formatter: percentOf },
  }
  return {
    ...base,
    grid: { ...base.grid, top: 12, right: 160, bottom: 4, left: 4 },
    legend: {
      ...{ id: 'legend', type: 'plain', orient: 'vertical', right: 0, top: 8, itemWidth: 16, itemHeight: 6 },
      ...{ itemGap: 9, selectedMode: false, data: [...coloured.keys()].map((place) => classes[place]!.name) },
      textStyle: { color: theme.text, fontSize: 12, width: 120, overflow: 'truncate' },
      formatter: (name: string) =>
        `${curves[classes.findIndex((one) => one.name === name)]!.averagePrecision!.toFixed(3)}  ${name}`,
    },
    tooltip: { ...base.tooltip, formatter: (mark) => said(mark, classes) },
    xAxis: { ...axis(theme), ...shares, name: 'Recall', min: 0 },
    yAxis: { ...axis(theme), ...shares, name: 'Precision', nameGap: 44, min: lowest(curves) },
    series: drawn.map((place) => line(classes[place]!, curves[place]!, place, coloured.has(place), theme)),
  }
}

function line(
  { name, color }: { name: string; color: number },
  { recall, precision, threshold }: Curve,
  place: number,
  isColoured: boolean,
  theme: FigureTheme,
): LineSeriesOption {
  const colour = isColoured ? theme.classes[color % theme.classes.length]! : theme.strong
  const every = Math.max(1, Math.ceil(recall.length / MARKS))
  const point = (i: number): CurvePoint => ({ place, threshold: threshold[i]! })
  return {
    ...{ id: String(place), name, type: 'line' as const, step: 'start' as const, clip: true },
    z: isColoured ? 3 : 2,
    lineStyle: {
      ...{ color: colour, width: isColoured ? 1.75 : 1 },
      type: isColoured ? dash(DASHES[Math.floor(color / theme.classes.length) % DASHES.length]!) : 'solid',
    },
    itemStyle: { color: colour, opacity: 0 },
    emphasis: { itemStyle: { opacity: 1 }, lineStyle: { width: 2.5 } },
    symbol: (_: unknown, { dataIndex }: { dataIndex: number }) =>
      dataIndex > 0 && (dataIndex - 1) % every === 0 ? 'circle' : 'none',
    symbolSize: 9,
    data: [
      [0, precision[0] ?? 1],
      ...recall.map((value, i) => ({ value: [value, precision[i]!, threshold[i]!], point: point(i) })),
    ],
  }
}

const dash = (dashes: (typeof DASHES)[number]) => (typeof dashes === 'string' ? dashes : [...dashes])

/** Where precision begins: below what nearly all of the curves reach, at a tenth. */
function lowest(curves: readonly Curve[]): number {
  const values = curves.flatMap(({ recall, precision }) => precision.filter((_, i) => recall[i]! <= 0.98))
  return Math.max(0, Math.floor(values.reduce((least, value) => Math.min(least, value), 1) * 10) / 10 - 0.1)
}

const percentOf = (value: number) => `${Math.round(value * 100)}\u00a0%`

/** The point of a curve that was clicked. */
export const curvePointOf = (data: unknown): CurvePoint | null =>
  (data as { point?: CurvePoint } | undefined)?.point ?? null

function said(mark: unknown, classes: PrecisionRecall['classes']): string {
  const { data } = mark as { data?: { value: [number, number, number]; point?: CurvePoint } }
  if (!data?.point) return ''
  const [recall, precision, threshold] = data.value
  return tip(classes[data.point.place]!.name, [
    ['Given at least', percent(threshold)],
    ['Recall', percent(recall)],
    ['Precision', percent(precision)],
  ])
}
