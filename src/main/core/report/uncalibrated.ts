import type { ResultSplit } from '../../../shared/contract/results.ts'
import { argMax } from '../models/evaluation.ts'
import { atTemperature } from '../models/calibration.ts'
import type { Manifest } from '../models/manifest.ts'
import { meaningsOf } from '../models/outputs.ts'
import { livingClasses, readAnswers } from '../results/answered.ts'
import { reliability } from '../results/bins.ts'
import { imagesOf, type Looked } from '../results/splits.ts'
import type { ReportFacts } from './facts.ts'

/**
 * How well a version's confidences would be calibrated at temperature 1, that is without temperature scaling (Guo et al. 2017).
 * Kept answers are at its own; each row goes back by a power. Null where two of its outputs are one class by now or one is of
 * none: what was summed can't be taken apart.
 */
export async function uncalibrated(
  looked: Looked,
  model: Manifest,
  split: ResultSplit,
): Promise<ReportFacts['uncalibrated']> {
  const { read } = looked.library.db
  const meanings = meaningsOf(read, model.id)
  if (meanings.includes(null) || new Set(meanings).size < meanings.length) return null
  const living = livingClasses(read)
  const { ids } = imagesOf(
    looked,
    model,
    split,
    living.map(({ id }) => id),
  )
  const answered = await readAnswers(read, model.id, ids, living)
  const width = answered.classes.length
  const raw = atTemperature(answered.probabilities, width, 1 / model.temperature)
  const confidence = Float64Array.from(answered.ids, (_, i) => {
    const row = raw.subarray(i * width, (i + 1) * width)
    return row[argMax(row)]!
  })
  const { bins, error } = reliability({ ...answered, confidence })
  return error === null ? null : { bins, error }
}
