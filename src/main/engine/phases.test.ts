import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EpochPoint } from '../../shared/contract/training.ts'
import { loadModel } from './store.ts'
import { tf } from './tf.ts'
import { bars, barsJob } from './toy.ts'
import { train, type TrainJob } from './train.ts'
import { validate } from './validate.ts'

let folder: string
let next = 0
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'haberdash-phases-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))
const out = () => join(folder, `out-${next++}`)

async function curveOf(job: TrainJob, epochs = Infinity): Promise<EpochPoint[]> {
  const curve: EpochPoint[] = []
  for await (const event of train(job)) {
    if (event.type === 'epoch') curve.push(event.point)
    if (curve.length >= epochs) break
  }
  return curve
}

async function weightsOf(of: string): Promise<Record<string, number[]>> {
  const { model } = await loadModel(of)
  const values = model.weights.map((weight) => [weight.originalName, [...weight.read().dataSync()]])
  model.dispose()
  return Object.fromEntries(values) as Record<string, number[]>
}

async function parent(): Promise<string> {
  const job = barsJob(out(), { epochs: 3 })
  await curveOf(job)
  return job.out
}

describe('a head that learns first', () => {
  it('moves the last layer alone, and then all', async () => {
    const start = { from: 'model', folder: await parent() } as const
    const before = await weightsOf(start.folder)
    const changed = async (epochs: number) => {
      const job = barsJob(out(), { epochs, head: { epochs: 2, learningRate: 0.01 } })
      await curveOf({ ...job, start })
      const after = await weightsOf(job.out)
      return Object.keys(before).filter((name) => `${after[name]}` !== `${before[name]}`)
    }
    const head = Object.keys(before).slice(-2)
    expect(await changed(2)).toEqual(head)
    expect(await changed(3)).toEqual(Object.keys(before))
  })

  it('takes the classes that are asked for, from the outputs they go on from', async () => {
    const tensors = tf.memory().numTensors
    const data = bars(64)
    const job = {
      ...barsJob(out(), { epochs: 4, learningRate: 0.002, head: { epochs: 1, learningRate: 0.01 } }),
      start: { from: 'model', folder: await parent(), head: [1, null, 0] },
      // What was class 0 is class 2 now, what was 1 is 0, and 1 is new and has no image.
      data: { ...data, labels: data.labels.map((label) => (label === 1 ? 0 : 2)) },
    } as TrainJob
    const [first] = await curveOf(job)
    expect(first!.accuracy).toBeGreaterThan(0.7)
    const network = await loadModel(job.out)
    expect(network.classes).toBe(3)
    network.model.dispose()
    expect(tf.memory().numTensors).toBe(tensors)
  })
})

describe('patience', () => {
  // Labels of chance: learning the one set by heart makes the other worse.
  const random = (count: number, seed: number) => {
    const data = bars(count, seed)
    return { ...data, labels: data.labels.map((_, i) => ((i * 7 + seed) % 3) % 2) }
  }
  const job = (): TrainJob => ({
    ...barsJob(out(), { epochs: 40, patience: 2, schedule: 'constant' }),
    data: random(48, 1),
    validation: random(48, 2),
  })

  it('ends the training when it no longer gets better, and keeps the best epoch', async () => {
    const run = job()
    const curve = await curveOf(run)
    const losses = curve.map(({ validation }) => validation!.loss)
    const best = losses.indexOf(Math.min(...losses))
    expect(curve.length).toBeLessThan(40)
    expect(curve.length - 1 - best).toBe(2)
    const network = await loadModel(run.out)
    expect((await validate(network, run.validation!)).loss).toBeCloseTo(losses[best]!, 5)
    network.model.dispose()
  })

  it('remembers the best epoch over a stop', async () => {
    const whole = job()
    const epochs = (await curveOf(whole)).length
    const file = join(folder, 'checkpoint')
    const halves = job()
    await curveOf({ ...halves, checkpoint: { file, resume: false } }, epochs - 1)
    await curveOf({ ...halves, checkpoint: { file, resume: true } })
    expect(await weightsOf(halves.out)).toEqual(await weightsOf(whole.out))
  })
})
