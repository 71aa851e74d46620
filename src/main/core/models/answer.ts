import type { ClassId } from '../../../shared/domain.ts'
import { argMax } from './evaluation.ts'

/** A model's answer to one image, and how far ahead of the second class it is: both 0 to 1. */
export type KeptAnswer = { classId: ClassId; confidence: number; margin: number }

/** @param row probabilities of these classes; at least one */
export function answerOf(row: Float32Array, classes: readonly ClassId[]): KeptAnswer {
  const best = argMax(row)
  const [second = 0, first = row[best]!] = row.length < 2 ? [] : row.toSorted().subarray(-2)
  return { classId: classes[best]!, confidence: clamp(row[best]!), margin: clamp(first - second) }
}

/** Softmax in float32 can end a hair over 1. */
export const clamp = (probability: number) => Math.min(1, Math.max(0, probability))
