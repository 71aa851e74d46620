import type { PairCount } from '../contract/checks.ts'
import type { ClassId } from '../domain.ts'
import { axis, baseOption, legend, tip, tooltip } from './base.ts'
import type { Figure } from './figure.ts'

/** So many pairs are drawn, the most frequent; the table has all. */
export const MOST_PAIRS = 15

export type LabelIssues = {
  /** The most first. */
  pairs: readonly PairCount[]
  className: (id: ClassId) => string
  /** "70,000 labels judged, by first-2" */
  caption: string
}

const whole = new Intl.NumberFormat('en')

/** Which labels are likely wrong, by label and suggested class: a bar each, of what is open and what was answered. */
export function labelIssuesFigure({ pairs, className, caption }: LabelIssues): Figure {
  const drawn = pairs.slice(0, MOST_PAIRS)
  const names = drawn.map(({ label, suggested }) => `${className(label)} → ${className(suggested)}`)
  const parts = [
    { name: 'Open', of: ({ open }: PairCount) => open },
    { name: 'Answered', of: ({ found, open }: PairCount) => found - open },
  ]
  const more = pairs.length > drawn.length ? ` The ${drawn.length} commonest of ${pairs.length} pairs.` : ''
  return {
    ...{ title: 'Label → suggested class', caption: `${caption}.${more}`, file: 'label-issues' },
    table: {
      columns: ['Label', 'Suggested', 'Open', 'Found'],
      rows: pairs.map((pair) => [
        ...[className(pair.label), className(pair.suggested), pair.open, pair.found],
      ]),
    },
    option: (theme) => ({
      ...baseOption(theme),
      legend: { ...legend(theme), itemWidth: 12, itemHeight: 12 },
      grid: { top: 32, left: 0, right: 48, bottom: 0, outerBoundsMode: 'same' },
      tooltip: {
        ...tooltip(theme),
        formatter: (one) => {
          const { dataIndex } = one as { dataIndex: number }
          const pair = drawn[dataIndex]
          if (!pair) return ''
          return tip(
            names[dataIndex]!,
            parts.map(({ name, of }) => [name, whole.format(of(pair))]),
          )
        },
      },
      xAxis: { ...axis(theme), type: 'value', minInterval: 1 },
      yAxis: {
        ...{ ...axis(theme), type: 'category', inverse: true, data: names },
        axisLabel: { color: theme.text, fontSize: 12, interval: 0, width: 200, overflow: 'truncate' },
      },
      series: [
        ...parts.map(({ name, of }, place) => ({
          ...{ type: 'bar' as const, stack: 'pairs', name, barCategoryGap: '25%' },
          itemStyle: { color: place === 0 ? theme.wrong : theme.strong },
          data: drawn.map(of),
        })),
        // How many were found, written at the end of each bar.
        {
          ...{ type: 'bar', stack: 'pairs', silent: true, data: drawn.map(() => 0) },
          label: {
            ...{ show: true, position: 'right', color: theme.text },
            formatter: ({ dataIndex }: { dataIndex: number }) => whole.format(drawn[dataIndex]?.found ?? 0),
          },
        },
      ],
    }),
  }
}
