import type { EChartsOption } from 'echarts'
import type { ClassCount } from '../contract/data.ts'
import type { ClassId, Source, Split } from '../domain.ts'
import { axis, baseOption, legend, tip, tooltip } from './base.ts'
import type { Figure } from './figure.ts'
import type { FigureTheme } from './theme.ts'

/** A label as a figure names it; null: no label. */
export type NamedLabel = { label: ClassId | null; name: string }

/** The images of a label that one part of a bar stands for. */
export type CountedPart = { label: ClassId | null; split: Split; source: Source }

type Part = { split: Split; source: Source; name: string; colour: (theme: FigureTheme) => string }

/** All that there are: photos are never test images, and the dataset's are never held out. */
const PARTS: readonly Part[] = [
  { split: 'train', source: 'dataset', name: 'Training, dataset', colour: ({ accent }) => accent },
  { split: 'train', source: 'photo', name: 'Training, photos', colour: ({ classes }) => classes[1]! },
  { split: 'test', source: 'dataset', name: 'Test, dataset', colour: ({ classes }) => classes[8]! },
  { split: 'holdout', source: 'photo', name: 'Held out, photos', colour: ({ classes }) => classes[3]! },
]

export type Counted = {
  /** In the order of the bars, from the top. */
  labels: readonly NamedLabel[]
  counts: readonly ClassCount[]
  /** "60,000 training images" */
  caption: string
}

/** A bar: the images of each of its parts, and their sum. */
type Bar = NamedLabel & { images: number[]; all: number }

const whole = new Intl.NumberFormat('en')

/** The parts of bars that there are images of, in their order. */
export const countedParts = (counts: readonly ClassCount[]): readonly Part[] =>
  PARTS.filter((part) => counts.some((one) => fits(one, part)))

const fits = (one: ClassCount, part: Part) => one.split === part.split && one.source === part.source

/** How many images each label has: a bar each, its parts by split and source. */
export function classCounts({ labels, counts, caption }: Counted): Figure {
  const parts = countedParts(counts)
  const bars = labels.map((named): Bar => {
    const own = counts.filter((one) => one.label === named.label)
    const images = parts.map((part) => own.find((one) => fits(one, part))?.images ?? 0)
    return { ...named, images, all: images.reduce((sum, count) => sum + count, 0) }
  })
  return {
    ...{ title: 'Images by class', caption, file: 'class-counts' },
    table: {
      columns: ['Class', ...parts.map(({ name }) => name), 'All'],
      rows: bars.map(({ name, images, all }) => [name, ...images, all]),
    },
    option: (theme) => option(bars, parts, theme),
  }
}

function option(bars: readonly Bar[], parts: readonly Part[], theme: FigureTheme): EChartsOption {
  return {
    ...baseOption(theme),
    legend: { ...legend(theme), itemWidth: 12, itemHeight: 12, data: parts.map(({ name }) => name) },
    grid: { top: 32, left: 0, right: 64, bottom: 4, outerBoundsMode: 'same' },
    tooltip: {
      ...tooltip(theme),
      formatter: (one) => {
        const { seriesIndex = 0, dataIndex } = one as { seriesIndex?: number; dataIndex: number }
        const [bar, part] = [bars[dataIndex], parts[seriesIndex]]
        return bar && part ? tip(bar.name, [[part.name, whole.format(bar.images[seriesIndex] ?? 0)]]) : ''
      },
    },
    xAxis: {
      ...{ ...axis(theme), type: 'value', minInterval: 1 },
      axisLabel: { ...axis(theme).axisLabel, formatter: (value: number) => whole.format(value) },
    },
    yAxis: {
      ...{ ...axis(theme), type: 'category', inverse: true, data: bars.map(({ name }) => name) },
      axisLabel: { color: theme.text, fontSize: 12, interval: 0, width: 160, overflow: 'truncate' },
    },
    series: [...parts.map((part, place) => partOfBars(bars, part, place, theme)), sums(bars, theme)],
  }
}

const partOfBars = (bars: readonly Bar[], part: Part, place: number, theme: FigureTheme) => ({
  ...{ type: 'bar' as const, stack: 'images', name: part.name, barCategoryGap: '25%', barMinHeight: 3 },
  itemStyle: { color: part.colour(theme), borderColor: theme.surface, borderWidth: 0.5 },
  data: bars.map(({ label, images }) => ({
    // No bar, where there is none; else one that can be seen, and clicked.
    value: images[place] || '-',
    part: { label, split: part.split, source: part.source } satisfies CountedPart,
  })),
})

/** The sum of each bar, written at its end. */
const sums = (bars: readonly Bar[], theme: FigureTheme) => ({
  ...{ type: 'bar' as const, stack: 'images', silent: true, data: bars.map(() => 0) },
  label: {
    ...{ show: true, position: 'right' as const, color: theme.text },
    formatter: ({ dataIndex }: { dataIndex: number }) => whole.format(bars[dataIndex]?.all ?? 0),
  },
})
