import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '../src/main/core/engine-client.ts'
import { createEnginePool } from '../src/main/core/engine-pool.ts'
import { forkEngine } from '../src/main/fork-engine.ts'
import { FASHION_MNIST_INPUT, inputSize } from '../src/shared/domain.ts'
import { Random } from '../src/shared/random.ts'
import { recipe } from '../src/shared/recipes.ts'
import { readIdx } from './fashion-mnist.ts'

export const CLASSES = 10
/** Images described in one call. */
const BATCH = 500
const SIZE = inputSize(FASHION_MNIST_INPUT)

const trainingPixels = () => readIdx('train-images-idx3-ubyte', 16)
export const trainingLabels = () => readIdx('train-labels-idx1-ubyte', 8)

/** Labels and for each 1 where it was changed. */
export type Changed = { given: Uint8Array<ArrayBuffer>; changed: Uint8Array }

/** Changes a share of the labels, each to any other class, each as likely. */
export function changeLabels(labels: Uint8Array, share: number, seed: number): Changed {
  const random = new Random(seed, 'changed labels')
  const given = new Uint8Array(labels)
  const changed = new Uint8Array(labels.length)
  for (const place of random.permutation(labels.length).subarray(0, Math.round(labels.length * share))) {
    given[place] = (labels[place]! + 1 + random.below(CLASSES - 1)) % CLASSES
    changed[place] = 1
  }
  return { given, changed }
}

/** Features of all training images by the model in a folder: float16, a row each. */
export async function describeTraining(folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const pool = createEnginePool(forkEngine, () => {})
  const pixels = trainingPixels()
  const starts = Array.from({ length: pixels.length / SIZE / BATCH }, (_, i) => i * BATCH * SIZE)
  const parts = await Promise.all(
    starts.map(async (start) => {
      const part = new Blob([new Uint8Array(pixels.subarray(start, start + BATCH * SIZE))])
      const { features } = await pool.use((api) => api.describe({ folder, count: BATCH, pixels: part }))
      return features
    }),
  )
  pool.stop()
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

/** Trains a recipe from noise on the training images with these labels, into `folder`. */
export async function learn(
  engine: Engine,
  given: Uint8Array<ArrayBuffer>,
  how: { recipe: string; epochs: number },
  folder: string,
): Promise<string> {
  const { architecture, network, options } = recipe(how.recipe, { epochs: how.epochs })
  const start = {
    from: 'noise',
    architecture,
    network,
    input: FASHION_MNIST_INPUT,
    classes: CLASSES,
  } as const
  const pixels = new Blob([new Uint8Array(trainingPixels())])
  const data = { count: given.length, pixels, labels: new Blob([given]) }
  const out = join(folder, 'learnt')
  mkdirSync(out)
  await engine.use(async (api) => {
    const events = await api.train({ start, data, options: { ...options, seed: 1 }, out })
    for await (const event of events) if (event.type === 'saved') return
  })
  return out
}
