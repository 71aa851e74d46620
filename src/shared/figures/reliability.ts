import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemReturn, EChartsOption } from 'echarts'
import type { ReliabilityBin, Results } from '../contract/results.ts'
import { count, percent } from '../format.ts'
import { wilson } from '../wilson.ts'
import { axis, baseOption, tip } from './base.ts'
import { mixed } from './colour.ts'
import type { Figure } from './figure.ts'
import { fileOf, whatOf, type ResultsOf } from './results-words.ts'
import type { FigureTheme } from './theme.ts'

export type Reliability = ResultsOf & Pick<Results, 'reliability' | 'calibrationError'>

/**
 * How often answers of about one confidence are right (the thick line of each bar), against how sure they were (Guo et al.
 * 2017, arXiv 1706.04599): what lies between the two is red. The upright lines are Wilson's 95 % intervals.
 */
export function reliabilityFigure(results: Reliability): Figure {
  const { reliability, calibrationError } = results
  const error = calibrationError === null ? '' : ` Expected calibration error ${percent(calibrationError)}.`
  return {
    title: 'Reliability',
    caption: `${whatOf(results)}, in ${reliability.length} bins of confidence.${error}`,
    file: fileOf('reliability', results),
    table: {
      columns: ['Confidence above', 'Up to', 'Images', 'Right', 'Share right', 'Mean confidence'],
      rows: reliability.map(({ from, to, images, right, confidence }) => [
        ...[from, to, images, right],
        ...[images === 0 ? null : right / images, confidence],
      ]),
    },
    option: (theme) => option(reliability, theme),
  }
}

function option(bins: readonly ReliabilityBin[], theme: FigureTheme): EChartsOption {
  const base = baseOption(theme)
  const shares = {
    ...{ type: 'value' as const, min: 0, max: 1, interval: 0.2 },
    axisLabel: { ...axis(theme).axisLabel, formatter: percentOf },
  }
  return {
    ...base,
    grid: { ...base.grid, left: 4, bottom: 4, top: 12 },
    tooltip: { ...base.tooltip, formatter: said },
    xAxis: { ...axis(theme), ...shares, name: 'Confidence', nameGap: 28, splitLine: { show: false } },
    yAxis: { ...axis(theme), ...shares, name: 'Share right', nameGap: 44 },
    series: [
      {
        ...{ id: 'bins', name: 'bins', type: 'custom' },
        data: bins.flatMap((bin, place) =>
          bin.images === 0 ? [] : [{ value: [...valuesOf(bin)], bin, place }],
        ),
        encode: { x: [0, 1], y: [2, 3] },
        renderItem: (_, api) => drawBin(api, theme),
      },
      {
        ...{ id: 'perfect', name: 'As sure as right', type: 'line', silent: true, symbol: 'none', z: 3 },
        lineStyle: { color: theme.muted, width: 1, type: [4, 4] },
        data: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
  }
}

/** From, to, share of right answers, mean confidence, and the interval of the share. */
function valuesOf({ from, to, images, right, confidence }: ReliabilityBin): number[] {
  const accuracy = right / images
  return [from, to, accuracy, confidence!, ...wilson({ images, accuracy })]
}

function drawBin(api: CustomSeriesRenderItemAPI, theme: FigureTheme): CustomSeriesRenderItemReturn {
  const [from, to, accuracy, confidence, low, high] = [0, 1, 2, 3, 4, 5].map(
    (of) => api.value(of) as number,
  ) as [number, number, number, number, number, number]
  const [left, right] = [api.coord([from, 0])[0]! + 1, api.coord([to, 0])[0]! - 1]
  const y = (value: number) => api.coord([from, value])[1]!
  const middle = (left + right) / 2
  const bar = (top: number, bottom: number, fill: string, more: object = {}) => ({
    type: 'rect' as const,
    shape: { x: left, y: y(top), width: right - left, height: Math.max(0, y(bottom) - y(top)) },
    style: { fill, ...more },
  })
  const [least, most] = [Math.min(accuracy, confidence), Math.max(accuracy, confidence)]
  return {
    type: 'group',
    children: [
      // So that a bin can be pointed at anywhere above its bar too.
      bar(1, 0, theme.surface, { opacity: 0 }),
      bar(least, 0, mixed(theme.surface, theme.accent, 0.5)),
      bar(most, least, mixed(theme.surface, theme.wrong, 0.4)),
      {
        type: 'line',
        shape: { x1: left, x2: right, y1: y(accuracy), y2: y(accuracy) },
        style: { stroke: theme.accent, lineWidth: 2 },
      },
      {
        type: 'line',
        shape: { x1: middle, x2: middle, y1: y(low), y2: y(high) },
        style: { stroke: theme.text, lineWidth: 1.5 },
      },
    ],
  }
}

const percentOf = (value: number) => `${Math.round(value * 100)}\u00a0%`

/** The bin of a mark that was clicked. */
export const reliabilityBinOf = (data: unknown): ReliabilityBin | null =>
  (data as { bin?: ReliabilityBin } | undefined)?.bin ?? null

function said(mark: unknown): string {
  const bin = reliabilityBinOf((mark as { data?: unknown }).data)
  if (!bin) return ''
  return tip(`${percent(bin.from)} to ${percent(bin.to)} sure`, [
    ['Images', count(bin.images)],
    ['Right', percent(bin.right / bin.images)],
    ['Mean confidence', percent(bin.confidence!)],
  ])
}
