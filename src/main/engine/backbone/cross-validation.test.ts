import { expect, it } from 'vitest'
import { JUDGED_ONLY } from '../../../shared/contract/engine.ts'
import { Random } from '../../../shared/random.ts'
import { tf } from '../tf.ts'
import { judgeFold, type FoldJob } from './cross-validation.ts'

const COUNT = 90
const CLASSES = 3

/** Images of three classes in turn, told apart by their features; folds 0 to 2, and every ninth is judged alone. */
function job(change: Partial<FoldJob> = {}): FoldJob {
  const random = new Random(1, 'cross-validation')
  const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % CLASSES)
  // Each class in a corner of its own.
  const corner = (label: number, side: number) => (label === side ? 1 : 0) + random.next() / 2
  return {
    features: Float16Array.from([...labels].flatMap((label) => [corner(label, 0), corner(label, 1)])),
    labels,
    folds: Uint8Array.from(labels, (_, i) => (i % 9 === 4 ? JUDGED_ONLY : Math.floor(i / CLASSES) % 3)),
    ...{ fold: 0, classes: CLASSES, options: { epochs: 60, learningRate: 0.1, decay: 1e-4 } },
    ...change,
  }
}

/** Another label for the images of which `which` is true. */
const otherwise = ({ labels }: FoldJob, which: (place: number) => boolean) =>
  labels.map((label, place) => (which(place) ? (label + 1) % CLASSES : label))

it('judges each image of the fold, in order, and leaves no tensor', async () => {
  const tensors = tf.memory().numTensors
  const { folds, labels } = job()
  for (const fold of [0, 1, 2, JUDGED_ONLY]) {
    const places = [...folds.keys()].filter((place) => folds[place] === fold)
    const said = await judgeFold(job({ fold }))
    expect(said).toHaveLength(places.length * CLASSES)
    for (const [row, place] of places.entries()) {
      const probabilities = [...said.subarray(row * CLASSES, (row + 1) * CLASSES)]
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5)
      expect(probabilities.indexOf(Math.max(...probabilities))).toBe(labels[place])
    }
  }
  expect(tf.memory().numTensors).toBe(tensors)
})

it('never asks a head that has learnt from the label it judges, nor learns from what is only judged', async () => {
  const { folds } = job()
  for (const fold of [0, 1, 2, JUDGED_ONLY]) {
    const changed = otherwise(job(), (place) => folds[place] === fold || folds[place] === JUDGED_ONLY)
    expect(await judgeFold(job({ fold, labels: changed }))).toEqual(await judgeFold(job({ fold })))
  }
  const others = otherwise(job(), (place) => folds[place] === 1)
  expect(await judgeFold(job({ labels: others }))).not.toEqual(await judgeFold(job()))
})

it('ends when it is cancelled, and where features are no numbers', async () => {
  const tensors = tf.memory().numTensors
  await expect(judgeFold(job(), AbortSignal.abort())).rejects.toMatchObject({ code: 'run-cancelled' })
  const broken = job().features.fill(NaN)
  await expect(judgeFold(job({ features: broken }))).rejects.toMatchObject({ code: 'training-diverged' })
  expect(tf.memory().numTensors).toBe(tensors)
})
