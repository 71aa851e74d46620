import { expect, it } from 'vitest'
import { JUDGED_ONLY } from '../../../shared/contract/engine.ts'
import { Random } from '../../../shared/random.ts'
import { tf } from '../tf.ts'
import { judgeFold, type FoldJob } from './cross-validation.ts'

/** Rows of three numbers of which the first tells the class, in three folds; the last ten are judged only. */
function rows(): Omit<FoldJob, 'fold'> {
  const random = new Random(1, 'rows')
  const labels = Uint8Array.from({ length: 70 }, (_, i) => i % 2)
  const features = Float16Array.from({ length: 210 }, (_, at) =>
    at % 3 === 0 ? labels[at / 3]! + 0.2 * random.next() : random.next(),
  )
  const folds = Uint8Array.from(labels, (_, i) => (i < 60 ? i % 3 : JUDGED_ONLY))
  return { features, labels, folds, classes: 2, options: { epochs: 60, learningRate: 0.1, decay: 1e-3 } }
}

it('judges the images of a fold, in their order, by a head that knows only the others', async () => {
  const before = tf.memory().numTensors
  const job = rows()
  const judged = await judgeFold({ ...job, fold: 1 })
  expect(judged.length).toBe(20 * 2)
  const labels = [...job.labels].filter((_, i) => job.folds[i] === 1)
  labels.forEach((label, i) => {
    expect(judged[2 * i + label]).toBeGreaterThan(0.8)
    expect(judged[2 * i]! + judged[2 * i + 1]!).toBeCloseTo(1)
  })
  // A wrong label of the fold itself changes nothing of what is said of it; one of another fold does.
  const changed = (place: number) => ({
    ...job,
    labels: job.labels.map((label, i) => (i === place ? 1 - label : label)),
  })
  expect(await judgeFold({ ...changed(1), fold: 1 })).toEqual(judged)
  expect(await judgeFold({ ...changed(2), fold: 1 })).not.toEqual(judged)
  expect(tf.memory().numTensors).toBe(before)
})

it('what is judged only teaches no head, and is judged by one that knows all folds', async () => {
  const job = rows()
  const changed = { ...job, labels: job.labels.map((label, i) => (i < 60 ? label : 1 - label)) }
  expect(await judgeFold({ ...changed, fold: 0 })).toEqual(await judgeFold({ ...job, fold: 0 }))
  const judged = await judgeFold({ ...job, fold: JUDGED_ONLY })
  expect(judged.length).toBe(10 * 2)
  for (let i = 0; i < 10; i++) expect(judged[2 * i + job.labels[60 + i]!]).toBeGreaterThan(0.8)
})

it('ends when it is cancelled, and leaves no tensor', async () => {
  const before = tf.memory().numTensors
  const cancelled = expect.objectContaining({ code: 'run-cancelled' })
  await expect(judgeFold({ ...rows(), fold: 0 }, AbortSignal.abort())).rejects.toEqual(cancelled)
  expect(tf.memory().numTensors).toBe(before)
})
