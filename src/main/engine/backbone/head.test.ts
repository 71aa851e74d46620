import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { TrainEvent } from '../../../shared/contract/engine.ts'
import { Random } from '../../../shared/random.ts'
import { describe as describeImages, predict } from '../predict.ts'
import { loadModel } from '../store.ts'
import { tf } from '../tf.ts'
import { train, type TrainingData } from '../train.ts'
import { OPTIONS } from '../toy.ts'
import { fitHead } from './head.ts'

/** Rows of five numbers, of which one tells the class: far from zero, and small. The last never changes. */
function rows(counts: number[]): TrainingData {
  const random = new Random(1, 'rows')
  const labels = Uint8Array.from(counts.flatMap((count, label) => Array.from({ length: count }, () => label)))
  const values = Array.from(labels, (label) => [
    500 + 0.01 * label + 0.002 * random.next(),
    random.next(),
    100 * random.next(),
    -random.next(),
    7,
  ])
  return { count: labels.length, pixels: new Uint8Array(Float32Array.from(values.flat()).buffer), labels }
}

const options = { epochs: 200, learningRate: 0.1, decay: 1e-3 }

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'haberdash-head-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

it('fits a head that is a model like any other: stored, loaded, asked, its features those that came', async () => {
  const out = await temporary()
  const before = tf.memory().numTensors
  // A rare class counts as much as a common one.
  const data = rows([60, 20, 4])
  const events: TrainEvent[] = []
  for await (const event of fitHead({ data, validation: rows([9, 9, 9]), classes: 4, options, out }))
    events.push(event)
  expect(tf.memory().numTensors).toBe(before)
  const last = events.at(-1) as TrainEvent & { type: 'saved' }
  expect(last).toMatchObject({ type: 'saved', parameters: 5 * 4 + 4 })
  expect(last.curve.at(-1)).toMatchObject({ epoch: 200, validation: { accuracy: 1 } })
  expect(last.curve[0]!.loss).toBeCloseTo(Math.log(4), 4)

  const head = await loadModel(out)
  const said = await predict(head, data.pixels)
  const right = Array.from(data.labels, (label, i) => {
    const row = said.subarray(i * 4, (i + 1) * 4)
    expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4)
    return row.indexOf(Math.max(...row)) === label
  })
  expect(right).not.toContain(false)
  const { features } = await describeImages(head, data.pixels)
  expect(features).toEqual(new Float16Array(new Float32Array(data.pixels.buffer)))
  head.model.dispose()
  const again = train({
    start: { from: 'model', folder: out },
    ...{ data, options: OPTIONS, out: join(out, 'x') },
  })
  await again.next()
  await expect(again.next()).rejects.toMatchObject({ code: 'model-mismatch' })
  expect(tf.memory().numTensors).toBe(before)
})

it('ends at a signal, and where features are no numbers, with nothing written', async () => {
  const out = await temporary()
  const before = tf.memory().numTensors
  const controller = new AbortController()
  const cancelled = async () => {
    for await (const event of fitHead({ data: rows([5, 5]), classes: 2, options, out }, controller.signal))
      if (event.type === 'progress') controller.abort()
  }
  await expect(cancelled()).rejects.toMatchObject({ code: 'run-cancelled' })
  const data = rows([5, 5])
  new Float32Array(data.pixels.buffer)[3] = Infinity
  const diverged = async () => {
    for await (const _ of fitHead({ data, classes: 2, options, out }));
  }
  await expect(diverged()).rejects.toMatchObject({ code: 'training-diverged' })
  expect(await readdir(out)).toEqual([])
  expect(tf.memory().numTensors).toBe(before)
})
