import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemReturn } from 'echarts'
import { count } from '../format.ts'
import { mixed, readable } from './colour.ts'
import type { ConfusionCell, Measure } from './confusion.ts'
import type { FigureTheme } from './theme.ts'

/** Of a letter, in parts of its size. */
const LETTER = 0.62

/** One of the two can be read on any ground. */
const [BLACK, WHITE] = ['#000000', '#ffffff']

type Style = (
  column: number,
  row: number,
  images: number,
  share: number,
) => { fill: string; ink: string; text: string }

/**
 * How a cell is coloured: mistakes from hardly to fully red, by the root of how they compare with the worst, so that few are
 * seen beside many; the diagonal in greys that stay behind them.
 */
export function cellStyle(cells: readonly ConfusionCell[], measure: Measure, theme: FigureTheme): Style {
  const amount = (images: number, share: number) => (measure === 'count' ? images : share)
  const amounts = (right: boolean) =>
    cells
      .filter(({ row, column }) => (row === column) === right)
      .map(({ images, share }) => amount(images, share))
  // No spread: there may be tens of thousands.
  const [most, mostRight] = [false, true].map((right) =>
    amounts(right).reduce((a, b) => Math.max(a, b), 0),
  ) as [number, number]
  return (column, row, images, share) => {
    const fill =
      row === column
        ? mixed(theme.surface, theme.muted, 0.1 + 0.22 * (amount(images, share) / mostRight))
        : mixed(theme.surface, theme.wrong, 0.06 + 0.94 * Math.sqrt(amount(images, share) / most))
    const text = measure === 'count' ? count(images) : inPercent(share)
    return { fill, ink: readable(fill, BLACK, WHITE), text }
  }
}

/** 0.064 -> "6.4", 1 -> "100": the unit is said once, beside the figure. */
const inPercent = (share: number): string => {
  const value = share * 100
  return value >= 99.95 ? '100' : value < 0.1 ? '<0.1' : value.toFixed(1)
}

/** A cell in its place, with its number where there is room for it. */
export function drawCell(api: CustomSeriesRenderItemAPI, style: Style): CustomSeriesRenderItemReturn {
  const [column, row, images, share] = [0, 1, 2, 3].map((of) => api.value(of) as number) as [
    number,
    number,
    number,
    number,
  ]
  const [x, y] = api.coord([column, row]) as [number, number]
  const [width, height] = api.size!([1, 1]) as [number, number]
  const { fill, ink, text } = style(column, row, images, share)
  const gap = Math.min(width, height) > 8 ? 1 : 0
  const size = Math.min(14, Math.floor(Math.min(height * 0.6, (width - 4) / (text.length * LETTER))))
  return {
    type: 'rect',
    shape: {
      ...{ x: x - width / 2 + gap / 2, y: y - height / 2 + gap / 2 },
      ...{ width: width - gap, height: height - gap },
    },
    style: { fill },
    ...(size >= 8
      ? {
          textContent: { type: 'text', style: { text, fill: ink, fontSize: size } },
          textConfig: { position: 'inside' },
        }
      : {}),
  }
}
