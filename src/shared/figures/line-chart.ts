import type { EChartsOption } from 'echarts'
import { percent } from '../format.ts'
import { axis, baseOption, legend, tip, tooltip } from './base.ts'
import type { Figure } from './figure.ts'
import type { FigureTheme } from './theme.ts'

export type LineStyle = {
  colour: (theme: FigureTheme) => string
  /** Lengths of dashes and gaps, pixels. */
  dash: 'solid' | readonly number[]
}
/** Points are epoch (from 1) and value, by epoch. */
export type Line = { name: string; style: LineStyle; points: readonly (readonly [number, number])[] }

export type LineChart = {
  title: string
  caption: string
  file: string
  /** A fraction is said in per cent. */
  unit: 'fraction' | 'number' | 'small'
  /** Room above and below, at least, so that a single point has an axis too. */
  room: number
  max: number
  lines: readonly Line[]
}

const FORMATS: Record<LineChart['unit'], (value: number) => string> = {
  fraction: percent,
  number: (value) => value.toFixed(3),
  small: (value) => String(Number(value.toPrecision(3))),
}

/** Marks at points while they can be told apart. */
const MOST_MARKS = 60
/** What a legend's entry takes beside its letters, a letter, and the width that is counted on; pixels. */
const LEGEND = { entry: 64, letter: 7, width: 430 }

/** Lines over epochs 1 to `epochs`, or as far as they go. */
export function lineFigure(chart: LineChart, epochs: number): Figure {
  const { title, caption, file, lines } = chart
  const last = Math.max(0, ...lines.flatMap(({ points }) => points.map(([epoch]) => epoch)))
  const values = lines.map(({ points }) => new Map(points))
  const rows = Array.from({ length: last }, (_, i) => [i + 1, ...values.map((at) => at.get(i + 1) ?? null)])
  return {
    ...{ title, caption, file },
    table: { columns: ['Epoch', ...lines.map(({ name }) => name)], rows },
    option: (theme) => option(chart, Math.max(epochs, last), theme),
  }
}

function option(chart: LineChart, epochs: number, theme: FigureTheme): EChartsOption {
  const { unit, lines } = chart
  const format = FORMATS[unit]
  const [min, max] = axisRange(chart)
  const base = baseOption(theme)
  const named = lines.length > 1
  return {
    ...base,
    grid: { ...base.grid, top: named ? 12 + 22 * legendRows(lines) : 12, right: 20 },
    legend: named ? { ...legend(theme), itemWidth: 32, itemHeight: 6 } : { id: 'legend', show: false },
    tooltip: { ...tooltip(theme, 'axis'), formatter: (marks) => said(marks, format) },
    xAxis: {
      ...axis(theme),
      ...{ type: 'value', name: 'Epoch', nameGap: 24, minInterval: 1, splitLine: { show: false } },
      ...(epochs === 1 ? { min: 0.5, max: 1.5, interval: 0.5 } : { min: 1, max: epochs }),
      axisLabel: {
        ...axis(theme).axisLabel,
        formatter: (at: number) => (Number.isInteger(at) ? String(at) : ''),
      },
    },
    yAxis: {
      ...axis(theme),
      ...{ type: 'value', min, max, splitNumber: unit === 'small' ? 2 : 4, axisLine: { show: false } },
      splitLine: { ...axis(theme).splitLine, showMinLine: false, showMaxLine: false },
      axisLabel: { ...axis(theme).axisLabel, formatter: format, showMinLabel: false, showMaxLabel: false },
    },
    series: lines.map((line) => series(line, theme)),
  }
}

function series({ name, style, points }: Line, theme: FigureTheme) {
  const color = style.colour(theme)
  return {
    ...{ id: name, name, type: 'line' as const, data: points.map((point) => [...point]) },
    ...{ symbol: 'circle', symbolSize: 5, showSymbol: points.length <= MOST_MARKS },
    itemStyle: { color },
    lineStyle: { color, width: 2, type: style.dash === 'solid' ? style.dash : [...style.dash] },
    emphasis: { disabled: true },
  }
}

/** The smallest and largest value of an axis for what is drawn on it. */
export function axisRange({ room, max, lines }: Pick<LineChart, 'room' | 'max' | 'lines'>): [number, number] {
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value))
  if (values.length === 0) return [0, 1]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const spare = Math.max(room, (high - low) * 0.08) || high * 0.1
  return [Math.max(0, low - spare), Math.min(max, high + spare)]
}

/** ECharts breaks a legend's lines by itself, but leaves no room for them. */
const legendRows = (lines: readonly Line[]): number =>
  Math.ceil(
    lines.reduce((sum, { name }) => sum + LEGEND.entry + name.length * LEGEND.letter, 0) / LEGEND.width,
  )

type Mark = { seriesName?: string; value?: unknown }

/** Of all lines at an epoch. */
function said(marks: unknown, format: (value: number) => string): string {
  const points = (marks as Mark[]).map(({ seriesName = '', value }) => {
    const [epoch, is] = value as [number, number]
    return { seriesName, epoch, is }
  })
  return tip(
    `Epoch ${points[0]?.epoch}`,
    points.map(({ seriesName, is }) => [seriesName, format(is)] as const),
  )
}
