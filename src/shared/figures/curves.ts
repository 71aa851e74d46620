import type { EpochPoint } from '../contract/training.ts'
import { count } from '../format.ts'
import type { Figure } from './figure.ts'
import { lineFigure, type Line, type LineChart, type LineStyle } from './line-chart.ts'

export const SPLITS = ['training', 'validation'] as const
export type Split = (typeof SPLITS)[number]

const STYLES: Record<Split, LineStyle> = {
  training: { colour: (theme) => theme.accent, dash: 'solid' },
  validation: { colour: (theme) => theme.classes[1]!, dash: [6, 4] },
}

const slot = (of: number, dash: LineStyle['dash']): LineStyle => ({
  colour: ({ classes }) => classes[of]!,
  dash,
})

/** Of runs laid over each other, told apart by their dashes too, in the order in which they were ticked. */
const RUN_STYLES = [
  ...[slot(0, 'solid'), slot(1, [8, 4]), slot(2, [2, 3])],
  ...[slot(3, [10, 3, 2, 3]), slot(5, [16, 4])],
]
export const MOST_COMPARED = RUN_STYLES.length

export const hasValidation = (curve: readonly EpochPoint[]): boolean =>
  curve.some(({ validation }) => validation !== undefined)

type Curve = { name: string; curve: readonly EpochPoint[] }
/** What of an epoch a line shows; undefined where it has none. */
type Value = (point: EpochPoint) => number | undefined

const VALUES = {
  accuracy: {
    training: ({ accuracy }: EpochPoint) => accuracy,
    validation: ({ validation }: EpochPoint) => validation?.accuracy,
  },
  loss: {
    training: ({ loss }: EpochPoint) => loss,
    validation: ({ validation }: EpochPoint) => validation?.loss,
  },
} satisfies Record<string, Record<Split, Value>>

/** What a curve's captions tell of it: how many images it learnt from (null: not noted), and how many epochs it is to have. */
export type CurveFacts = { images: number | null; epochs: number }

/** Accuracy and loss of one run on each of its splits, and its learning rate where that was kept. */
export function runFigures(curve: readonly EpochPoint[], { images, epochs }: CurveFacts): Figure[] {
  const splits = SPLITS.filter((split) => split === 'training' || hasValidation(curve))
  const lines = (of: 'accuracy' | 'loss') =>
    splits.map((split) => line({ name: `${split} images`, curve }, VALUES[of][split], STYLES[split]))
  const held = splits.length > 1 ? ', and validation images set aside from them' : ''
  const on = `by epoch, of ${images === null ? 'its' : count(images)} training images as they were shown (changed at random)${held}`
  const rate = line({ name: 'learning rate', curve }, ({ learningRate }) => learningRate, STYLES.training)
  return figures({ accuracy: lines('accuracy'), loss: lines('loss'), rate: [rate] }, on, epochs)
}

/** The same of several runs, on one split; a run that has no such images has no line. */
export function comparedFigures(runs: readonly Curve[], split: Split): Figure[] {
  const lines = (value: Value) => runs.map((run, i) => line(run, value, RUN_STYLES[i]!)).filter(hasPoints)
  const [accuracy, loss] = [lines(VALUES.accuracy[split]), lines(VALUES.loss[split])]
  const epochs = Math.max(1, ...runs.map(({ curve }) => curve.length))
  const on = `by epoch, of each run's ${split} images`
  return figures({ accuracy, loss, rate: lines(({ learningRate }) => learningRate) }, on, epochs)
}

type Lines = Record<'accuracy' | 'loss' | 'rate', Line[]>

function figures({ accuracy, loss, rate }: Lines, on: string, epochs: number): Figure[] {
  const charts: LineChart[] = [
    {
      ...{ title: 'Accuracy', file: 'accuracy', unit: 'fraction', room: 0.01, max: 1, lines: accuracy },
      caption: `Part classified right, ${on}.`,
    },
    {
      ...{ title: 'Loss', file: 'loss', unit: 'number', room: 0.02, max: Infinity, lines: loss },
      caption: `Mean cross-entropy, ${on}.`,
    },
    {
      ...{ title: 'Learning rate', file: 'learning-rate', unit: 'small', room: 0, max: Infinity },
      ...{ lines: rate, caption: "Mean over each epoch's steps." },
    },
  ]
  return charts.filter(({ lines }) => lines.some(hasPoints)).map((chart) => lineFigure(chart, epochs))
}

const hasPoints = ({ points }: Line): boolean => points.length > 0

const line = ({ name, curve }: Curve, value: Value, style: LineStyle): Line => ({
  ...{ name, style },
  points: curve.flatMap((point) => {
    const is = value(point)
    return is === undefined ? [] : [[point.epoch, is] as const]
  }),
})
