import { axis, baseOption, tip, tooltip } from './base.ts'
import type { Figure } from './figure.ts'

/** Photos that are alike in something: their shape, their size, their format. */
export type Kind = { name: string; ids: readonly number[] }

/** Width over height, and what that is called: common shapes have an interval around them. */
const SHAPES: { below: number; name: string }[] = [
  { below: 0.6, name: 'Tall, below 3:5' },
  { below: 0.72, name: 'Portrait, about 2:3' },
  { below: 0.95, name: 'Portrait, about 3:4' },
  { below: 1.05, name: 'Square' },
  { below: 1.4, name: 'Landscape, about 4:3' },
  { below: 1.67, name: 'Landscape, about 3:2' },
  { below: Infinity, name: 'Wide, above 5:3' },
]

/** Millions of pixels, from one to twice or thrice as many. */
const MEGAPIXELS: { below: number; name: string }[] = [
  { below: 0.1, name: 'Below 0.1 megapixels' },
  { below: 0.3, name: '0.1 to 0.3' },
  { below: 1, name: '0.3 to 1' },
  { below: 3, name: '1 to 3' },
  { below: 10, name: '3 to 10' },
  { below: Infinity, name: '10 and more' },
]

type Photo = { id: number; width: number; height: number; format: number }

/** @param photos id, width, height and place of the format of each */
function* each(photos: Uint32Array): Generator<Photo> {
  for (let at = 0; at < photos.length; at += 4)
    yield { id: photos[at]!, width: photos[at + 1]!, height: photos[at + 2]!, format: photos[at + 3]! }
}

/** The photos of each interval, from the first that has any to the last. */
function within(
  intervals: readonly { below: number; name: string }[],
  photos: Uint32Array,
  measure: (photo: Photo) => number,
): Kind[] {
  const kinds = intervals.map(({ name }) => ({ name, ids: [] as number[] }))
  for (const photo of each(photos))
    kinds[intervals.findIndex(({ below }) => measure(photo) < below)]!.ids.push(photo.id)
  const has = ({ ids }: Kind) => ids.length > 0
  return kinds.slice(Math.max(0, kinds.findIndex(has)), kinds.findLastIndex(has) + 1)
}

export const shapeKinds = (photos: Uint32Array): Kind[] =>
  within(SHAPES, photos, ({ width, height }) => width / height)

export const megapixelKinds = (photos: Uint32Array): Kind[] =>
  within(MEGAPIXELS, photos, ({ width, height }) => (width * height) / 1e6)

/** The commonest format first. */
export function formatKinds(photos: Uint32Array, formats: readonly string[]): Kind[] {
  const kinds = formats.map((format) => ({ name: format.toUpperCase(), ids: [] as number[] }))
  for (const { id, format } of each(photos)) kinds[format]?.ids.push(id)
  return kinds.sort((a, b) => b.ids.length - a.ids.length)
}

const whole = new Intl.NumberFormat('en')

/** A bar for each kind. */
export function photoKinds(
  of: { title: string; file: string; caption: string },
  kinds: readonly Kind[],
): Figure {
  return {
    ...of,
    table: { columns: [of.title, 'Photos'], rows: kinds.map(({ name, ids }) => [name, ids.length]) },
    option: (theme) => ({
      ...baseOption(theme),
      grid: { top: 0, left: 0, right: 56, bottom: 0, outerBoundsMode: 'same' },
      tooltip: {
        ...tooltip(theme),
        formatter: (one) => {
          const kind = kinds[(one as { dataIndex: number }).dataIndex]
          return kind ? tip(kind.name, [['Photos', whole.format(kind.ids.length)]]) : ''
        },
      },
      xAxis: { type: 'value', show: false },
      yAxis: {
        ...{ ...axis(theme), type: 'category', inverse: true, data: kinds.map(({ name }) => name) },
        axisLabel: { color: theme.text, fontSize: 12, interval: 0 },
      },
      series: [
        {
          ...{ type: 'bar', barMaxWidth: 20, data: kinds.map(({ ids }) => ids.length) },
          itemStyle: { color: theme.accent },
          label: {
            ...{ show: true, position: 'right', color: theme.text },
            formatter: ({ value }: { value?: unknown }) => whole.format(Number(value)),
          },
        },
      ],
    }),
  }
}
