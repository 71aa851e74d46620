/**
 * Trains a recipe as the engine does and prints its speed, one JSON object a line: one an epoch, then the summary.
 * `node bench/train-ours.ts --recipe classic-64 --batch 512 --epochs 1 --images 60000`; bench/train.ts starts it, and
 * keras_reference.py in turn. On training images alone: speed does not need the test images.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createEnginePool } from '../src/main/core/engine-pool.ts'
import { predict } from '../src/main/engine/predict.ts'
import { loadModel } from '../src/main/engine/store.ts'
import { tf } from '../src/main/engine/tf.ts'
import { train, type TrainingData } from '../src/main/engine/train.ts'
import { forkEngine } from '../src/main/fork-engine.ts'
import { FASHION_MNIST_INPUT, inputSize } from '../src/shared/domain.ts'
import { recipe } from '../src/shared/recipes.ts'
import { readIdx } from './fashion-mnist.ts'

const PREDICTED = 10_000
/** Images sent to a classifying process at once. */
const BATCH = 1000
const SINGLE_CALLS = 200
const SIZE = inputSize(FASHION_MNIST_INPUT)

const { values: flags } = parseArgs({
  options: {
    recipe: { type: 'string', default: 'classic-64-dropout' },
    batch: { type: 'string', default: '512' },
    epochs: { type: 'string', default: '1' },
    images: { type: 'string', default: '60000' },
  },
})
const { architecture, network, options } = recipe(flags.recipe, {
  batch: Number(flags.batch),
  epochs: Number(flags.epochs),
})
const folder = mkdtempSync(join(tmpdir(), 'haberdash-bench-train-'))

const round = (value: number, digits = 0): number => Number(value.toFixed(digits))
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

function firstImages(count: number): TrainingData {
  const pixels = readIdx('train-images-idx3-ubyte', 16).subarray(0, count * SIZE)
  return { count, pixels, labels: readIdx('train-labels-idx1-ubyte', 8).subarray(0, count) }
}

/** Images per second of each epoch, in which the result is also written, into `out`. */
async function speeds(data: TrainingData, epochs: number, out: string, tell: boolean): Promise<number[]> {
  const start = { from: 'noise', architecture, network, input: FASHION_MNIST_INPUT, classes: 10 } as const
  const found: number[] = []
  let began = performance.now()
  for await (const event of train({
    start,
    data,
    options: { ...options, epochs, seed: 1, freezeBatchNorm: false },
    out,
  })) {
    if (event.type !== 'epoch') continue
    found.push(data.count / ((performance.now() - began) / 1000))
    const { epoch, accuracy } = event.point
    if (tell)
      console.log(
        JSON.stringify({ epoch, imagesPerSecond: round(found.at(-1)!), accuracy: round(accuracy, 4) }),
      )
    began = performance.now()
  }
  return found
}

/** Batches of images as the app classifies them: by its classifying processes, side by side. Images per second. */
async function batchSpeed(model: string, pixels: Uint8Array): Promise<number> {
  const pool = createEnginePool(forkEngine, () => {})
  const pass = async () => {
    const starts = Array.from({ length: PREDICTED / BATCH }, (_, i) => i * BATCH)
    await Promise.all(
      starts.map((start) => {
        const part = new Uint8Array(pixels.subarray(start * SIZE, (start + BATCH) * SIZE))
        return pool.use((api) => api.predict({ folder: model, count: BATCH, pixels: new Blob([part]) }))
      }),
    )
  }
  await pass()
  const began = performance.now()
  await pass()
  const seconds = (performance.now() - began) / 1000
  pool.stop()
  return PREDICTED / seconds
}

/** The median time of one image alone, in the engine, in milliseconds. */
async function singleImage(model: string, pixels: Uint8Array): Promise<number> {
  const loaded = await loadModel(model)
  const single: number[] = []
  for (let i = 0; i < SINGLE_CALLS; i++) {
    const start = performance.now()
    await predict(loaded, pixels.subarray(i * SIZE, (i + 1) * SIZE))
    single.push(performance.now() - start)
  }
  return median(single)
}

const data = firstImages(Number(flags.images))
// Warm before the clock runs, with full batches and a last, smaller one: as keras_reference.py.
await speeds(
  firstImages(Math.min(data.count, 8 * options.batch + (data.count % options.batch))),
  1,
  join(folder, 'warm'),
  false,
)
const before = tf.memory().numTensors
const found = await speeds(data, options.epochs, join(folder, 'model'), true)
const leakedTensors = tf.memory().numTensors - before
const peakRssMb = round(process.resourceUsage().maxRSS / 1024)
const model = join(folder, 'model')
const predicted = {
  predictImagesPerSecond: round(await batchSpeed(model, data.pixels)),
  singleImageMs: round(await singleImage(model, data.pixels), 3),
}
rmSync(folder, { recursive: true })
console.log(
  JSON.stringify({ trainImagesPerSecond: round(median(found)), ...predicted, peakRssMb, leakedTensors }),
)
