import type { ClassCount } from '../contract/data.ts'
import type { ClassId, Source, Split } from '../domain.ts'
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

type Counted = {
  /** In the order of the bars, from the top. */
  labels: readonly NamedLabel[]
  counts: readonly ClassCount[]
  /** "60,000 training images" */
  caption: string
}

const whole = new Intl.NumberFormat('en')

/** How many images each label has: a bar each, its parts by split and source. */
export function classCounts({ labels, counts, caption }: Counted): Figure {
  const images = (label: ClassId | null, part: Part) =>
    counts.find((one) => one.label === label && one.split === part.split && one.source === part.source)
      ?.images ?? 0
  const parts = PARTS.filter((part) => labels.some(({ label }) => images(label, part) > 0))
  const total = (label: ClassId | null) => parts.reduce((sum, part) => sum + images(label, part), 0)
  return {
    ...{ title: 'Images by class', caption, file: 'class-counts' },
    table: {
      columns: ['Class', ...parts.map(({ name }) => name), 'All'],
      rows: labels.map(({ label, name }) => [
        name,
        ...parts.map((part) => images(label, part)),
        total(label),
      ]),
    },
    option: (theme) => ({
      ...{ textStyle: { fontFamily: theme.font, color: theme.text }, animation: false },
      legend: {
        ...{ top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: theme.text } },
        data: parts.map(({ name }) => name),
      },
      grid: { top: 32, left: 0, right: 64, bottom: 0, outerBoundsMode: 'same' },
      tooltip: { trigger: 'item', valueFormatter: (value) => `${whole.format(Number(value))} images` },
      xAxis: {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: theme.muted },
        splitLine: { lineStyle: { color: theme.line } },
      },
      yAxis: {
        ...{ type: 'category', inverse: true, data: labels.map(({ name }) => name) },
        axisLabel: { color: theme.text, interval: 0 },
        axisLine: { lineStyle: { color: theme.line } },
        axisTick: { show: false },
      },
      series: [
        ...parts.map((part) => ({
          ...{ type: 'bar' as const, stack: 'images', name: part.name, barCategoryGap: '25%' },
          itemStyle: { color: part.colour(theme), borderColor: theme.surface, borderWidth: 0.5 },
          data: labels.map(({ label }) => ({
            value: images(label, part),
            part: { label, split: part.split, source: part.source } satisfies CountedPart,
          })),
        })),
        // The sum of each bar, written at its end.
        {
          ...{ type: 'bar', stack: 'images', silent: true, tooltip: { show: false } },
          data: labels.map(() => 0),
          label: {
            ...{ show: true, position: 'right', color: theme.text },
            formatter: ({ dataIndex }: { dataIndex: number }) =>
              whole.format(total(labels[dataIndex]!.label)),
          },
        },
      ],
    }),
  }
}
