import type { EChartsOption } from 'echarts'
import { axis, baseOption, tip, tooltip } from './base.ts'
import type { Figure } from './figure.ts'
import type { FigureTheme } from './theme.ts'

/** Photos of the same width and height, pixels. */
export type SizeGroup = { width: number; height: number; ids: readonly number[] }

/** Photos by their width and height, the commonest size first. @param photos id, width, height and format of each */
export function groupSizes(photos: Uint32Array): SizeGroup[] {
  const groups = new Map<string, { width: number; height: number; ids: number[] }>()
  for (let at = 0; at < photos.length; at += 4) {
    const [id, width, height] = [photos[at]!, photos[at + 1]!, photos[at + 2]!]
    const key = `${width} ${height}`
    const group = groups.get(key) ?? { width, height, ids: [] }
    group.ids.push(id)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.ids.length - a.ids.length)
}

const whole = new Intl.NumberFormat('en')

/** Diameter of a point of so many photos, in CSS pixels: its area grows with them, within what can be seen and hit. */
const diameter = (photos: number) => Math.min(48, Math.max(10, 8 * Math.sqrt(photos)))

/** Of a point's own size, in powers of two. */
const MARGIN = 0.1

const least = (sides: readonly number[]) => sides.reduce((a, b) => Math.min(a, b), Infinity)
const most = (sides: readonly number[]) => sides.reduce((a, b) => Math.max(a, b), 1)

/** Width by height of photos as they were added, both by powers of two; a point for each size. */
export function photoSizes(groups: readonly SizeGroup[], caption: string): Figure {
  return {
    ...{ title: 'Sizes', caption, file: 'photo-sizes' },
    table: {
      columns: ['Width', 'Height', 'Megapixels', 'Photos'],
      rows: groups.map(({ width, height, ids }) => [width, height, (width * height) / 1e6, ids.length]),
    },
    option: (theme) => option(groups, theme),
  }
}

function option(groups: readonly SizeGroup[], theme: FigureTheme): EChartsOption {
  const sides = groups.flatMap(({ width, height }) => [width, height])
  // Whole powers of two, within which all of them lie.
  const min = 2 ** Math.floor(Math.log2(least(sides)) - MARGIN)
  const max = 2 ** Math.ceil(Math.log2(most(sides)) + MARGIN)
  const side = (name: string, nameGap: number) => ({
    ...{ ...axis(theme), type: 'log' as const, logBase: 2, min, max, name, nameGap },
    axisLabel: {
      ...axis(theme).axisLabel,
      formatter: (value: number) => whole.format(Math.round(value)),
    },
  })
  return {
    ...baseOption(theme),
    tooltip: {
      ...tooltip(theme),
      formatter: (one) => {
        const group = groups[(one as { dataIndex: number }).dataIndex]
        return group ? tip(sizeName(group), [['Photos', whole.format(group.ids.length)]]) : ''
      },
    },
    xAxis: side('Width, pixels', 28),
    yAxis: side('Height, pixels', 48),
    series: [points(groups, [min, max], theme)],
  }
}

const points = (groups: readonly SizeGroup[], [min, max]: [number, number], theme: FigureTheme) => ({
  ...{ type: 'scatter' as const, data: groups.map(({ width, height }) => [width, height]) },
  symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) =>
    diameter(groups[dataIndex]?.ids.length ?? 1),
  itemStyle: { color: theme.accent, opacity: 0.7, borderColor: theme.surface },
  // Squares lie on it.
  markLine: {
    ...{ silent: true, symbol: 'none', label: { show: false } },
    lineStyle: { color: theme.muted, type: 'dashed' as const },
    data: [[{ coord: [min, min] }, { coord: [max, max] }] as [object, object]],
  },
})

/** "1,200 × 1,600 pixels" */
export const sizeName = ({ width, height }: Pick<SizeGroup, 'width' | 'height'>) =>
  `${whole.format(width)} × ${whole.format(height)} pixels`
