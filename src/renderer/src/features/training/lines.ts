import type { EpochPoint, Run } from '../../../../shared/contract/training.ts'
import { ACCURACY, LOSS, type Chart, type Line } from './chart.ts'
import { runName } from './words.ts'

export const SPLITS = ['training', 'validation'] as const
export type Split = (typeof SPLITS)[number]

type Style = Pick<Line, 'name' | 'colour' | 'dash'>
type Curve = Style & { points: readonly { epoch: number; loss: number; accuracy: number }[] }

const STYLES: Record<Split, Style> = {
  training: { name: 'training images', colour: '--accent', dash: [] },
  validation: { name: 'validation images', colour: '--class-1', dash: [6, 4] },
}

/** Told apart by their dashes too, in the order in which they were ticked. */
const RUN_STYLES: readonly Omit<Style, 'name'>[] = [
  { colour: '--class-0', dash: [] },
  { colour: '--class-1', dash: [8, 4] },
  { colour: '--class-2', dash: [2, 3] },
  { colour: '--class-3', dash: [10, 3, 2, 3] },
  { colour: '--class-5', dash: [16, 4] },
]
export const MOST_COMPARED = RUN_STYLES.length

export const hasValidation = (curve: readonly EpochPoint[]): boolean =>
  curve.some(({ validation }) => validation !== undefined)

/** Accuracy and loss of one run, on each of its splits. */
export function runCharts(curve: readonly EpochPoint[]): Chart[] {
  const splits = SPLITS.filter((split) => split === 'training' || hasValidation(curve))
  return charts(splits.map((split) => ({ ...STYLES[split], points: onSplit(curve, split) })))
}

/** Accuracy and loss of several runs, on one split. */
export const comparedCharts = (runs: readonly Run[], split: Split): Chart[] =>
  charts(runs.map((run, i) => ({ ...RUN_STYLES[i]!, name: runName(run), points: onSplit(run.curve, split) })))

function onSplit(curve: readonly EpochPoint[], split: Split): Curve['points'] {
  if (split === 'training') return curve
  return curve.flatMap(({ epoch, validation }) => (validation ? [{ epoch, ...validation }] : []))
}

const charts = (curves: readonly Curve[]): Chart[] => [
  { title: 'Accuracy', scale: ACCURACY, lines: curves.map((curve) => line(curve, 'accuracy')) },
  { title: 'Loss', scale: LOSS, lines: curves.map((curve) => line(curve, 'loss')) },
]

const line = ({ points, ...style }: Curve, value: 'loss' | 'accuracy'): Line => ({
  ...style,
  points: points.map((point) => ({ epoch: point.epoch, value: point[value] })),
})
