import type uPlot from 'uplot'
import { percent } from '../../lib/format.ts'

export type Line = {
  name: string
  /** Name of a custom property. */
  colour: string
  /** Lengths of dashes and gaps, in pixels; empty is a solid line. */
  dash: readonly number[]
  points: readonly { epoch: number; value: number }[]
}

export type Scale = {
  format: (value: number) => string
  /** Room above and below, at least, so that a single point has an axis too. */
  room: number
  max: number
}

export type Chart = { title: string; scale: Scale; lines: readonly Line[] }

export const ACCURACY: Scale = { format: percent, room: 0.01, max: 1 }
export const LOSS: Scale = { format: (value) => value.toFixed(3), room: 0.02, max: Infinity }

/** Epochs from the first to the last of any line, and each line's values at them. */
export function lineData(lines: readonly Line[]): uPlot.AlignedData {
  const last = Math.max(0, ...lines.flatMap(({ points }) => points.map(({ epoch }) => epoch)))
  const epochs = Array.from({ length: last }, (_, i) => i + 1)
  return [epochs, ...lines.map((line) => epochs.map((epoch) => valueAt(line, epoch)))]
}

export const valueAt = ({ points }: Line, epoch: number): number | null =>
  points.find((point) => point.epoch === epoch)?.value ?? null

/** The smallest and largest value of an axis for what is drawn on it. */
export function axisRange({ room, max }: Scale, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1]
  const spare = Math.max(room, (high - low) * 0.08)
  return [Math.max(0, low - spare), Math.min(max, high + spare)]
}

type Size = { width: number; height: number; epochs: number }

export function chartOptions(style: CSSStyleDeclaration, { scale, lines }: Chart, size: Size): uPlot.Options {
  const { width, height, epochs } = size
  const colour = (name: string) => resolved(style, name)
  const axis = {
    stroke: colour('--muted'),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  }
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: epochs === 1 ? [0.5, 1.5] : [1, epochs] },
      y: { range: (_, low, high) => axisRange(scale, low, high) },
    },
    axes: [
      { ...axis, space: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200], values: (_, at) => at.map(String) },
      { ...axis, size: 60, values: (_, at) => at.map((value) => scale.format(value)) },
    ],
    series: [
      { label: 'Epoch' },
      ...lines.map(({ name, colour: own, dash }) => ({
        label: name,
        stroke: colour(own),
        width: 2,
        dash: [...dash],
      })),
    ],
  }
}

/** A custom property as a colour a canvas understands: light-dark() is settled by an element that wears it. */
function resolved(style: CSSStyleDeclaration, name: string): string {
  const probe = document.createElement('span')
  probe.style.color = style.getPropertyValue(name)
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
