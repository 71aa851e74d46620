import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TrainEvent } from '../../shared/contract/engine.ts'
import { buildNetwork, drawWeights, setWeight } from './network.ts'
import { Pause } from './pause.ts'
import { predict } from './predict.ts'
import { loadModel, saveModel } from './store.ts'
import { tf } from './tf.ts'
import { bars, barsJob, MANY_LAYERS } from './toy.ts'
import { train, type TrainJob } from './train.ts'

let folder: string
let next = 0
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'haberdash-train-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))
const out = () => join(folder, `out-${next++}`)

async function run(job: TrainJob, signal?: AbortSignal): Promise<TrainEvent[]> {
  const events: TrainEvent[] = []
  for await (const event of train(job, signal)) events.push(event)
  return events
}

async function accuracy(of: string, data = bars(200, 99)): Promise<number> {
  const network = await loadModel(of)
  const rows = await predict(network, data.pixels)
  network.model.dispose()
  return data.labels.filter((label, i) => rows[i * 2 + label]! > 0.5).length / data.count
}

const epochsOf = (events: TrainEvent[]) =>
  events.flatMap((event) => (event.type === 'epoch' ? [event.point] : []))

/** Saves a network of many layers, its weights drawn and then changed. */
async function start(change: (name: string) => number | null = () => null): Promise<string> {
  const to = out()
  const network = buildNetwork(MANY_LAYERS, [28, 28, 1])
  drawWeights(network, 4)
  for (const weight of network.model.weights) {
    const value = change(weight.originalName)
    if (value !== null) setWeight(weight, new Float32Array(weight.read().size).fill(value))
  }
  await saveModel(network, to)
  network.model.dispose()
  return to
}

async function statistics(of: string): Promise<number[][]> {
  const { model } = await loadModel(of)
  const values = model.nonTrainableWeights.map((weight) => [...weight.read().dataSync()])
  model.dispose()
  return values
}

describe('train', () => {
  it('learns bars, tells how it goes, saves the model and leaks nothing', async () => {
    const before = tf.memory().numTensors
    const job = barsJob(out(), { epochs: 12 })
    const events = await run(job)
    expect(tf.memory().numTensors).toBe(before)
    expect(await accuracy(job.out)).toBeGreaterThan(0.95)
    expect(events[0]).toMatchObject({
      type: 'progress',
      progress: { stage: 'preparing', epoch: 0, epochs: 12 },
    })
    const points = epochsOf(events)
    expect(points.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
    expect(points.at(-1)!.loss).toBeLessThan(points[0]!.loss / 2)
    expect(events.at(-1)).toMatchObject({ type: 'saved', curve: points, parameters: 173_474 })
    expect((await readdir(job.out)).sort()).toEqual(['model.json', 'weights.bin'])
  })

  it('goes the same way for the same seed, and another for another', async () => {
    const curve = async (seed: number) => {
      const points = epochsOf(await run(barsJob(out(), { epochs: 2, seed })))
      return points.map(({ loss, accuracy }) => ({ loss, accuracy }))
    }
    const first = await curve(1)
    expect(await curve(1)).toEqual(first)
    expect(await curve(2)).not.toEqual(first)
  })

  it('scores the validation images after each epoch, and learns nothing from them', async () => {
    const alone = epochsOf(await run(barsJob(out(), { epochs: 3 })))
    const job = barsJob(out(), { epochs: 3 })
    const points = epochsOf(await run({ ...job, validation: job.data }))
    expect(points.map(({ loss }) => loss)).toEqual(alone.map(({ loss }) => loss))
    expect(points.map(({ validation }) => typeof validation?.loss)).toEqual(['number', 'number', 'number'])
    expect(points[2]!.validation!.loss).toBeLessThan(points[0]!.validation!.loss)
    expect(alone[0]!.validation).toBeUndefined()
  })

  it('goes on from a model in a folder, which stays as it was', async () => {
    const first = barsJob(out(), { epochs: 4 })
    await run(first)
    const was = await accuracy(first.out)
    const second = {
      ...barsJob(out(), { epochs: 1, learningRate: 1e-6 }),
      start: { from: 'model', folder: first.out },
    }
    const [point] = (await run(second as TrainJob)).filter((event) => event.type === 'epoch')
    expect(point!.point.accuracy).toBeGreaterThan(0.8)
    expect(await accuracy(second.out)).toBeCloseTo(was, 1)
    expect(await accuracy(first.out)).toBe(was)
  })

  it('keeps frozen running statistics and moves the weights', async () => {
    const from = await start()
    const job = (freezeBatchNorm: boolean): TrainJob => ({
      ...barsJob(out(), { epochs: 1, freezeBatchNorm }),
      start: { from: 'model', folder: from },
    })
    const [frozen, free] = [job(true), job(false)]
    await run(frozen)
    await run(free)
    expect(await statistics(frozen.out)).toEqual(await statistics(from))
    expect(await statistics(free.out)).not.toEqual(await statistics(from))
    const [old, moved] = [await loadModel(from), await loadModel(frozen.out)]
    expect(moved.model.weights[0]!.read().dataSync()).not.toEqual(old.model.weights[0]!.read().dataSync())
    for (const { model } of [old, moved]) model.dispose()
  })

  it('stops within a batch when cancelled, and leaves nothing', async () => {
    const before = tf.memory().numTensors
    const controller = new AbortController()
    const job = barsJob(out(), { epochs: 1000 })
    setTimeout(() => controller.abort(), 300)
    await expect(run(job, controller.signal)).rejects.toMatchObject({ code: 'run-cancelled' })
    await expect(readdir(job.out)).rejects.toThrow('ENOENT')
    expect(tf.memory().numTensors).toBe(before)
  })

  it('stands still while it is paused, and then goes on to the same weights', async () => {
    const weights = (job: TrainJob) => readFile(join(job.out, 'weights.bin'))
    const [whole, held] = [barsJob(out()), barsJob(out())]
    await run(whole)
    const pause = new Pause()
    let pauses = 0
    for await (const event of train(held, undefined, pause)) {
      if (event.type !== 'epoch') continue
      pause.set(true)
      pauses++
      setTimeout(() => pause.set(false), 20)
    }
    expect(pauses).toBe(3)
    expect((await weights(held)).equals(await weights(whole))).toBe(true)
  })

  it('does nothing at all while it is paused, and can then be cancelled', async () => {
    const before = tf.memory().numTensors
    const [pause, controller] = [new Pause(), new AbortController()]
    const events = train(barsJob(out(), { epochs: 1000 }), controller.signal, pause)
    await events.next()
    pause.set(true)
    let told = 0
    const end = (async () => {
      for await (const _ of events) told++
    })()
    await sleep(100)
    expect(told).toBeLessThanOrEqual(1)
    controller.abort()
    await expect(end).rejects.toMatchObject({ code: 'run-cancelled' })
    expect(tf.memory().numTensors).toBe(before)
  })

  it('gives everything back when nobody listens any more', async () => {
    const before = tf.memory().numTensors
    const job = barsJob(out(), { epochs: 1000 })
    for await (const event of train(job)) if (event.type === 'epoch') break
    expect(tf.memory().numTensors).toBe(before)
    await expect(readdir(job.out)).rejects.toThrow('ENOENT')
  })

  it('lets the event loop run between batches', async () => {
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    await run(barsJob(out(), { epochs: 5 }))
    clearInterval(timer)
    expect(turns).toBeGreaterThan(5)
  })
})

describe('train refuses', () => {
  const refused = async (job: TrainJob, code: string, words: string) => {
    const before = tf.memory().numTensors
    const message = expect.stringContaining(words)
    await expect(run(job)).rejects.toMatchObject({ name: 'HaberdashError', code, message })
    expect(tf.memory().numTensors).toBe(before)
    await expect(readdir(job.out)).rejects.toThrow('ENOENT')
  }
  const none = { count: 0, pixels: new Uint8Array(0), labels: new Uint8Array(0) }

  it('no images', () =>
    refused({ ...barsJob(out()), data: none }, 'nothing-to-train-on', 'no labelled images'))

  it('a class the model does not know', () => {
    const data = bars(8)
    data.labels[5] = 2
    return refused({ ...barsJob(out()), data }, 'model-mismatch', 'class number 3')
  })

  it('labels or pixels that are too few', async () => {
    const data = bars(8)
    const few = { ...data, labels: data.labels.subarray(1) }
    await refused({ ...barsJob(out()), data: few }, 'wrong-usage', '8 images need as many labels, but 7 came')
    const short = { ...data, pixels: data.pixels.subarray(1) }
    await refused({ ...barsJob(out()), data: short }, 'wrong-usage', 'but 6271 came')
  })

  it('an architecture nobody knows', async () => {
    const job = barsJob(out())
    const unknown = { ...job, start: { ...job.start, architecture: 'toString' } } as TrainJob
    await refused(unknown, 'recipe-unknown', '"toString"')
  })

  it('a model that is not there', () =>
    refused({ ...barsJob(out()), start: { from: 'model', folder: out() } }, 'model-unreadable', 'missing'))

  it('to go on when the loss is no number any more', async () => {
    const from = await start((name) => (name.endsWith('/kernel') ? 3e38 : null))
    await refused(
      { ...barsJob(out()), start: { from: 'model', folder: from } },
      'training-diverged',
      'no longer',
    )
  })
})
