import type { BarSeriesOption, EChartsOption } from 'echarts'
import type { Results } from '../contract/results.ts'
import { count, percent } from '../format.ts'
import { axis, baseOption, tip } from './base.ts'
import { mixed } from './colour.ts'
import type { Figure } from './figure.ts'
import { fileOf, whatOf, type ResultsOf } from './results-words.ts'
import type { FigureTheme } from './theme.ts'

export type Confidences = ResultsOf & Pick<Results, 'confidences' | 'threshold'>

/** A bar: answers of a confidence in (from, to], right or wrong. */
export type ConfidenceBar = { right: boolean; from: number; to: number; images: number }

/**
 * How sure right answers are, and how sure wrong ones: beneath each other, each on its own scale, since the wrong ones would
 * not be seen beside the right ones.
 */
export function confidenceFigure(results: Confidences): Figure {
  const { right, wrong } = results.confidences
  const sum = (counts: number[]) => counts.reduce((total, images) => total + images, 0)
  return {
    title: 'Confidence, right against wrong',
    caption: `${whatOf(results)}: ${count(sum(right))} right, ${count(sum(wrong))} wrong. Each on a scale of its own.`,
    file: fileOf('confidence', results),
    table: {
      columns: ['Confidence above', 'Up to', 'Right', 'Wrong'],
      rows: right.map((images, bin) => [
        ...[bin / right.length, (bin + 1) / right.length],
        ...[images, wrong[bin]!],
      ]),
    },
    option: (theme) => option(results, theme),
  }
}

function option({ confidences, threshold }: Confidences, theme: FigureTheme): EChartsOption {
  const base = baseOption(theme)
  // The same for both, whatever their labels take, so that one confidence is at one place.
  const place = { left: 84, right: 28, outerBoundsMode: 'none' as const }
  const x = {
    ...axis(theme),
    ...{ type: 'value' as const, min: 0, max: 1, interval: 0.2, splitLine: { show: false } },
    axisLabel: { ...axis(theme).axisLabel, formatter: percentOf },
  }
  const y = {
    ...axis(theme),
    ...{ type: 'value' as const, splitNumber: 2, minInterval: 1, nameGap: 56 },
    axisLabel: { ...axis(theme).axisLabel, formatter: count },
    axisLine: { show: false },
  }
  return {
    ...base,
    grid: [
      { ...place, top: 14, bottom: '54%' },
      { ...place, top: '52%', bottom: 44 },
    ],
    tooltip: { ...base.tooltip, formatter: said },
    xAxis: [
      { ...x, gridIndex: 0, axisLabel: { show: false } },
      { ...x, gridIndex: 1, name: 'Confidence', nameGap: 28 },
    ],
    yAxis: [
      { ...y, gridIndex: 0, name: 'Right' },
      { ...y, gridIndex: 1, name: 'Wrong' },
    ],
    series: [
      bars('Right', confidences.right, mixed(theme.surface, theme.good, 0.75), 0, threshold, theme),
      bars('Wrong', confidences.wrong, mixed(theme.surface, theme.wrong, 0.75), 1, threshold, theme),
    ],
  }
}

function bars(
  name: 'Right' | 'Wrong',
  counts: number[],
  color: string,
  grid: 0 | 1,
  threshold: number | null,
  theme: FigureTheme,
): BarSeriesOption {
  const width = 1 / counts.length
  const bar = (images: number, bin: number): ConfidenceBar => ({
    ...{ right: name === 'Right', from: bin * width, to: (bin + 1) / counts.length, images },
  })
  const label = { show: grid === 0, formatter: 'not sure below', color: theme.muted, fontSize: 11 }
  return {
    ...{ id: name, name, type: 'bar', xAxisIndex: grid, yAxisIndex: grid },
    ...{ barWidth: '92%', barMinHeight: 1, itemStyle: { color } },
    data: counts.flatMap((images, bin) =>
      images === 0 ? [] : [{ value: [(bin + 0.5) * width, images], bar: bar(images, bin) }],
    ),
    ...(threshold === null || threshold === 0
      ? {}
      : {
          markLine: {
            ...{ silent: true, symbol: 'none', data: [{ xAxis: threshold }] },
            lineStyle: { color: theme.muted, type: [4, 4] },
            label: { ...label, position: 'insideEndTop', rotate: 0, align: 'right', offset: [-4, 12] },
          },
        }),
  }
}

const percentOf = (value: number) => `${Math.round(value * 100)}\u00a0%`

/** The bar that was clicked. */
export const confidenceBarOf = (data: unknown): ConfidenceBar | null =>
  (data as { bar?: ConfidenceBar } | undefined)?.bar ?? null

function said(mark: unknown): string {
  const bar = confidenceBarOf((mark as { data?: unknown }).data)
  if (!bar) return ''
  return tip(`${percent(bar.from)} to ${percent(bar.to)} sure`, [
    [bar.right ? 'Right' : 'Wrong', `${count(bar.images)} images`],
  ])
}
