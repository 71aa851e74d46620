import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { NO_CLASS } from '../../shared/contract/engine.ts'
import { Random } from '../../shared/random.ts'
import { predict } from './predict.ts'
import { loadModel } from './store.ts'
import { bars, barsJob } from './toy.ts'
import { train, type TrainingData, type TrainJob } from './train.ts'

let folder: string
let next = 0
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'haberdash-no-class-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Noise without a bar. */
function noise(count: number, seed: number): TrainingData {
  const random = new Random(seed, 'noise')
  const pixels = new Uint8Array(count * 784).map(() => random.below(60))
  return { count, pixels, labels: new Uint8Array(count).fill(NO_CLASS) }
}

const both = (a: TrainingData, b: TrainingData): TrainingData => ({
  count: a.count + b.count,
  pixels: Uint8Array.of(...a.pixels, ...b.pixels),
  labels: Uint8Array.of(...a.labels, ...b.labels),
})

/** Trains, and gives the last epoch's accuracy. */
async function trained(job: TrainJob): Promise<number> {
  let accuracy = 0
  for await (const event of train(job)) if (event.type === 'epoch') accuracy = event.point.accuracy
  return accuracy
}

/** Probabilities of the first class. */
async function firstClass(model: string, { pixels }: TrainingData): Promise<Float32Array> {
  const network = await loadModel(model)
  const rows = await predict(network, pixels)
  network.model.dispose()
  return rows.filter((_, i) => i % 2 === 0)
}

const job = (data: TrainingData): TrainJob => ({
  ...barsJob(join(folder, `out-${next++}`), { epochs: 12 }),
  data,
})

it('of pictures of no class, none is said to be likelier; of the others, which it is', async () => {
  const learning = job(both(bars(64), noise(32, 1)))
  // The share of the bars alone: a third of all has no class to be right about.
  expect(await trained(learning)).toBeGreaterThan(0.9)
  for (const p of await firstClass(learning.out, noise(50, 2))) expect(Math.abs(p - 0.5)).toBeLessThan(0.2)
  const answers = await firstClass(learning.out, bars(50, 99))
  expect(answers.filter((p, i) => p > 0.5 === (i % 2 === 0)).length).toBeGreaterThan(45)
})

it('is no label to validate on', async () => {
  await expect(trained({ ...job(bars(64)), validation: noise(4, 3) })).rejects.toMatchObject({
    code: 'model-mismatch',
  })
})
