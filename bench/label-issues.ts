/**
 * How many of the labels that were changed on purpose the checks rank first, and how many Cleanlab's published method does on
 * the same probabilities.
 *
 *   npm run bench:issues -- [--seeds 1,2,3] [--first 3000] [--noisy-epochs 3] [--cleanlab-python PATH]
 *
 * 5 % of Fashion-MNIST's training labels are changed to another class at random, by each seed; test images are not touched.
 * Features are those of the model that ships, which has learnt from the labels as they were; with `--noisy-epochs N` also those of a
 * model that is trained here, for so many epochs of `compact`, on the changed labels: what happens where the model has learnt the mistakes too. Prints one JSON object.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { labelIssues, type Judged } from '../src/main/core/checks/confident-learning.ts'
import { foldsOf } from '../src/main/core/checks/folds.ts'
import { crossValidated } from '../src/main/core/checks/judge-labels.ts'
import { createEngine, type Engine } from '../src/main/core/engine-client.ts'
import { forkEngine } from '../src/main/fork-engine.ts'
import { places } from '../src/main/places.ts'
import { FASHION_MNIST_INPUT, inputSize } from '../src/shared/domain.ts'
import { Random } from '../src/shared/random.ts'
import { recipe } from '../src/shared/recipes.ts'
import { readIdx } from './fashion-mnist.ts'

const CLASSES = 10
const SHARE = 0.05
const BATCH = 1000
const SIZE = inputSize(FASHION_MNIST_INPUT)

const { values: flags } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    first: { type: 'string', default: '3000' },
    'noisy-epochs': { type: 'string', default: '0' },
    'cleanlab-python': { type: 'string' },
  },
})
const first = Number(flags.first)
const work = mkdtempSync(join(tmpdir(), 'haberdash-bench-issues-'))
const pixels = readIdx('train-images-idx3-ubyte', 16)
const given = readIdx('train-labels-idx1-ubyte', 8)

type Noisy = { labels: Uint8Array<ArrayBuffer>; changed: Uint8Array }

/** One label in twenty is another, drawn at random. */
function makeNoise(seed: number): Noisy {
  const random = new Random(seed, 'label noise')
  const labels = Uint8Array.from(given)
  const changed = new Uint8Array(labels.length)
  for (const place of random.permutation(labels.length).subarray(0, Math.round(SHARE * labels.length))) {
    labels[place] = (labels[place]! + 1 + random.below(CLASSES - 1)) % CLASSES
    changed[place] = 1
  }
  return { labels, changed }
}

/** A model's features of all training images: float16, a row each. */
async function featuresBy(engine: Engine, folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  for (let start = 0; start < given.length; start += BATCH) {
    const some = new Uint8Array(pixels.subarray(start * SIZE, (start + BATCH) * SIZE))
    const count = some.length / SIZE
    const { features } = await engine.use((api) => api.describe({ folder, count, pixels: new Blob([some]) }))
    parts.push(new Uint8Array(await features.arrayBuffer()))
  }
  return new Uint8Array(Buffer.concat(parts))
}

/** A model that has learnt the changed labels. */
async function trainOn({ labels }: Noisy, engine: Engine, epochs: number): Promise<string> {
  const { architecture, network, options } = recipe('compact', { epochs })
  const out = mkdtempSync(join(work, 'model-'))
  await engine.use(async (api) => {
    const events = await api.train({
      start: { from: 'noise', architecture, network, input: FASHION_MNIST_INPUT, classes: CLASSES },
      data: { count: labels.length, pixels: new Blob([new Uint8Array(pixels)]), labels: new Blob([labels]) },
      options: { ...options, epochs, seed: 1, freezeBatchNorm: false },
      out,
    })
    for await (const event of events) if (event.type === 'epoch') console.error(JSON.stringify(event.point))
  })
  return out
}

async function judge(engine: Engine, features: Uint8Array<ArrayBuffer>, { labels }: Noisy): Promise<Judged> {
  const own = Int32Array.from(labels, (_, place) => place)
  const folds = new Uint8Array(foldsOf(labels, own, 1))
  const rows = { features, labels, folds, classes: CLASSES }
  const probabilities = await crossValidated(engine, rows, new AbortController().signal, () => {})
  return { probabilities, labels, classes: CLASSES }
}

const round = (value: number) => Number(value.toFixed(4))

/** Of the first so many the share that was truly changed. */
function precision(places: Uint32Array, { changed }: Noisy): number {
  const some = places.subarray(0, first)
  return round(some.reduce((sum, place) => sum + changed[place]!, 0) / first)
}

/** What Cleanlab's rankings say of the same, by its own code. */
function cleanlab(judged: Judged, { changed }: Noisy): unknown {
  if (!flags['cleanlab-python']) return undefined
  const file = (name: string, bytes: NodeJS.ArrayBufferView) => {
    writeFileSync(join(work, name), bytes)
    return join(work, name)
  }
  const args = [
    join(import.meta.dirname, 'cleanlab_reference.py'),
    ...['--labels', file('labels', judged.labels), '--changed', file('changed', changed)],
    ...['--probabilities', file('probabilities', judged.probabilities), '--first', String(first)],
  ]
  const { stdout, status } = spawnSync(flags['cleanlab-python'], args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error('Cleanlab could not be run.')
  return JSON.parse(stdout.toString())
}

async function measure(engine: Engine, seed: number, shipped: Uint8Array<ArrayBuffer>) {
  const noisy = makeNoise(seed)
  const of = async (features: Uint8Array<ArrayBuffer>) => {
    const judged = await judge(engine, features, noisy)
    const { places } = labelIssues(judged)
    const ours = { issues: places.length, precision: precision(places, noisy) }
    return { ours, cleanlab: cleanlab(judged, noisy) }
  }
  console.error(`seed ${seed}`)
  const found = { seed, shipped: await of(shipped) }
  console.error(JSON.stringify(found))
  const epochs = Number(flags['noisy-epochs'])
  if (epochs === 0) return found
  const features = await featuresBy(engine, await trainOn(noisy, engine, epochs))
  return { ...found, learntTheMistakes: { epochs, ...(await of(features)) } }
}

const engine = createEngine(
  () => forkEngine(),
  () => {},
)
try {
  const shipped = await featuresBy(engine, join(places.resources, 'models', 'first-2'))
  const seeds: unknown[] = []
  for (const seed of flags.seeds.split(',').map(Number)) seeds.push(await measure(engine, seed, shipped))
  console.log(JSON.stringify({ images: given.length, share: SHARE, first, bar: 0.75, seeds }, null, 2))
} finally {
  engine.stop()
  rmSync(work, { recursive: true, force: true })
}
