import type { ResultQuery } from '../../../shared/contract/results.ts'
import type { Manifest } from '../models/manifest.ts'
import { livingClasses, readAnswers, type Answered } from './answered.ts'
import { imagesOf, type Looked } from './splits.ts'

/**
 * The images behind a part of a figure, in the order asked.
 * @throws HaberdashError `nothing-to-score` where there is no such split
 */
export async function imagesBehind(
  looked: Looked,
  model: Manifest,
  query: ResultQuery,
): Promise<Uint32Array<ArrayBuffer>> {
  const { read } = looked.library.db
  const living = livingClasses(read)
  const { ids } = imagesOf(
    looked,
    model,
    query.split,
    // Only of one label, where it is asked for.
    living.flatMap(({ id }) => (query.label === undefined || query.label === id ? [id] : [])),
  )
  return chosen(await readAnswers(read, model.id, ids, living), query)
}

/** Those of the answers that fit a query. */
export function chosen(
  answered: Answered,
  query: Omit<ResultQuery, 'model' | 'split'>,
): Uint32Array<ArrayBuffer> {
  const { classes, ids, label, predicted, confidence, probabilities } = answered
  const place = (id: number | undefined) => classes.findIndex((one) => one.id === id)
  const [wanted, answer, given] = [place(query.label), place(query.predicted), place(query.given?.classId)]
  const { from = 0, to = 1 } = query.confidence ?? {}
  const probability = (i: number, of: number) => probabilities[i * classes.length + of]!
  const fits = (i: number) =>
    (query.label === undefined || label[i] === wanted) &&
    (query.predicted === undefined || predicted[i] === answer) &&
    (query.right === undefined || (label[i] === predicted[i]) === query.right) &&
    (query.confidence === undefined || ((confidence[i]! > from || from === 0) && confidence[i]! <= to)) &&
    (query.given === undefined || (given >= 0 && probability(i, given) >= query.given.least))
  const rank =
    query.sort === 'most-sure' ? (i: number) => -confidence[i]! : (i: number) => probability(i, label[i]!)
  const found = Array.from(ids.keys()).filter(fits)
  return Uint32Array.from(
    found.sort((a, b) => rank(a) - rank(b) || ids[a]! - ids[b]!),
    (i) => ids[i]!,
  )
}
