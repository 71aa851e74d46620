import type { TrainOptions } from '../../shared/contract/engine.ts'

/** Part of the training in which the learning rate rises to its peak: Adam's first steps know little. */
const WARM_UP = 0.05

/** What a step moves, and how far: `headOnly` is the last layer alone. */
export type Phase = { rate: number; headOnly: boolean }

/** The phase at a step, counted from 0 over all epochs of `batches` steps each. */
export function phaseAt(
  options: Pick<TrainOptions, 'epochs' | 'learningRate' | 'schedule' | 'head'>,
  step: number,
  batches: number,
): Phase {
  const { head, epochs } = options
  const first = (head?.epochs ?? 0) * batches
  if (head && step < first) return { rate: head.learningRate, headOnly: true }
  return { rate: learningRate(options, step - first, epochs * batches - first), headOnly: false }
}

/** The learning rate at a step (0 .. steps - 1): a short rise, then half a cosine to zero (arXiv 1608.03983). */
export function learningRate(
  { learningRate: peak, schedule }: Pick<TrainOptions, 'learningRate' | 'schedule'>,
  step: number,
  steps: number,
): number {
  if (schedule === 'constant') return peak
  const rise = Math.ceil(steps * WARM_UP)
  if (step < rise) return (peak * (step + 1)) / rise
  return (peak * (1 + Math.cos((Math.PI * (step - rise)) / Math.max(1, steps - rise)))) / 2
}
