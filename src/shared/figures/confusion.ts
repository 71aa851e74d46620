import type { CustomSeriesOption, EChartsOption } from 'echarts'
import type { Results } from '../contract/results.ts'
import { count, percent } from '../format.ts'
import { axis, baseOption, tip } from './base.ts'
import { cellStyle, drawCell } from './confusion-cell.ts'
import type { Figure } from './figure.ts'
import { fileOf, whatOf, type ResultsOf } from './results-words.ts'
import type { FigureTheme } from './theme.ts'

/** Counts, or shares of a row (of the images of a label) or of a column (of the answers of a class). */
export type Measure = 'count' | 'row' | 'column'

export type Confusion = ResultsOf & Pick<Results, 'confusion'> & { classes: readonly { name: string }[] }

/** A cell that has images; `row` and `column` are places in the classes, whatever order they are drawn in. */
export type ConfusionCell = { row: number; column: number; images: number; share: number }

/** From so many classes on grid lines would be all there is to see. */
const MOST_LINES = 30
/** Up to so many classes each is named; of more as many as there is room for. */
const MOST_NAMES = 60

const MEASURES: Record<Measure, string> = {
  count: 'Cells: images of a label (row) that got an answer (column).',
  row: 'Cells: per cent of the images of a label (row).',
  column: 'Cells: per cent of the images with an answer (column).',
}

/**
 * A confusion matrix in which the mistakes are what is seen: they are red by their number, the diagonal is grey.
 * @param order places of the classes, in the order in which they are drawn and listed
 */
export function confusionFigure(
  results: Confusion,
  measure: Measure = 'count',
  order: readonly number[] = [...results.classes.keys()],
): Figure {
  const names = order.map((place) => oneLine(results.classes[place]!.name))
  const shares = sharesOf(results.confusion, measure)
  const value = (row: number, column: number) =>
    measure === 'count' ? results.confusion[row]![column]! : shares[row]![column]!
  return {
    title: 'Confusion matrix',
    caption: `${whatOf(results)}. ${MEASURES[measure]}`,
    file: fileOf('confusion', results),
    aspect: 0.92,
    table: {
      columns: ['Label, by answer', ...names, 'Images'],
      rows: order.map((row, i) => [
        names[i]!,
        ...order.map((column) => value(row, column)),
        results.confusion[row]!.reduce((sum, images) => sum + images, 0),
      ]),
    },
    option: (theme) => option({ names, cells: cellsOf(results.confusion, shares), order, measure }, theme),
  }
}

const oneLine = (name: string) => name.replace(/\s+/g, ' ').trim()

function sharesOf(confusion: Confusion['confusion'], measure: Measure): number[][] {
  const rows = confusion.map((row) => row.reduce((sum, images) => sum + images, 0))
  const columns = confusion.map((_, j) => confusion.reduce((sum, row) => sum + row[j]!, 0))
  const of = (i: number, j: number) => (measure === 'column' ? columns[j]! : rows[i]!)
  return confusion.map((row, i) => row.map((images, j) => (images === 0 ? 0 : images / of(i, j))))
}

const cellsOf = (confusion: Confusion['confusion'], shares: number[][]): ConfusionCell[] =>
  confusion.flatMap((row, i) =>
    row.flatMap((images, j) => (images === 0 ? [] : [{ row: i, column: j, images, share: shares[i]![j]! }])),
  )

type Drawn = { names: string[]; cells: ConfusionCell[]; order: readonly number[]; measure: Measure }

function option({ names, cells, order, measure }: Drawn, theme: FigureTheme): EChartsOption {
  const base = baseOption(theme)
  const place = new Map(order.map((at, i) => [at, i]))
  const style = cellStyle(cells, measure, theme)
  const size = names.length > 30 ? 9 : names.length > 16 ? 10 : 12
  const classes = {
    ...{ type: 'category' as const, data: names },
    axisTick: { show: false },
    splitLine: {
      show: names.length <= MOST_LINES,
      interval: 0,
      lineStyle: { color: theme.line },
    },
  }
  // Names have a place of their own beside the longest label.
  const longest = Math.min(120, Math.max(...names.map(({ length }) => length), 1) * size * 0.54)
  const isTurned = names.length > 4
  const label = {
    ...{ color: theme.text, fontSize: size, width: 120, overflow: 'truncate' as const },
    ...(names.length <= MOST_NAMES ? { interval: 0 } : { interval: 'auto' as const }),
  }
  return {
    ...base,
    grid: { ...base.grid, left: 8, bottom: 8, top: 4, right: 4 },
    tooltip: { ...base.tooltip, formatter: (mark) => said(mark, names, place) },
    xAxis: {
      ...axis(theme),
      ...classes,
      ...{ name: 'Answer', nameGap: isTurned ? longest + 14 : 28 },
      axisLabel: { ...label, rotate: isTurned ? 90 : 0 },
    },
    yAxis: {
      ...axis(theme),
      ...classes,
      inverse: true,
      name: 'Label',
      nameGap: longest + 14,
      axisLabel: label,
    },
    series: {
      ...{ id: 'cells', name: 'cells', type: 'custom' as const },
      encode: { x: 0, y: 1 },
      data: cells.map((cell) => ({
        value: [place.get(cell.column)!, place.get(cell.row)!, cell.images, cell.share],
        cell,
      })),
      renderItem: (_, api) => drawCell(api, style),
    } satisfies CustomSeriesOption,
  }
}

/** The cell of a mark that was clicked. */
export const cellOf = (data: unknown): ConfusionCell | null =>
  (data as { cell?: ConfusionCell } | undefined)?.cell ?? null

function said(mark: unknown, names: string[], place: Map<number, number>): string {
  const cell = cellOf((mark as { data?: unknown }).data)
  if (!cell) return ''
  const [label, answer] = [names[place.get(cell.row)!]!, names[place.get(cell.column)!]!]
  const heading = cell.row === cell.column ? `${label}, and so answered` : `${label}, answered ${answer}`
  return tip(heading, [
    ['Images', count(cell.images)],
    ['Share', percent(cell.share)],
  ])
}
