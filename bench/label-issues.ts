/**
 * How many labels that were changed on purpose the checks find: 5 % of Fashion-MNIST's training labels, each to another
 * class at random, by seed. Of the first 3,000 ranked, the share that was truly changed. With `--python PATH` (a Python that
 * has Cleanlab, or finds it by PYTHONPATH) also what Cleanlab's published rankings score on the same labels and
 * probabilities (cleanlab_reference.py). Prints one JSON object.
 *
 *   node bench/label-issues.ts [--seeds 1,2,3] [--python PATH] [--model FOLDER]
 *
 * The features are of the model that ships, or of the one in FOLDER. On training images alone: no test label is looked at.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { labelIssues, offDiagonal } from '../src/main/core/checks/confident-learning.ts'
import { foldsOf } from '../src/main/core/checks/folds.ts'
import { crossValidated } from '../src/main/core/checks/judge-labels.ts'
import { createEngine, type Engine } from '../src/main/core/engine-client.ts'
import { createEnginePool } from '../src/main/core/engine-pool.ts'
import { forkEngine } from '../src/main/fork-engine.ts'
import { places } from '../src/main/places.ts'
import { FASHION_MNIST_INPUT, inputSize } from '../src/shared/domain.ts'
import { Random } from '../src/shared/random.ts'
import { readIdx } from './fashion-mnist.ts'
import { rounded } from './numbers.ts'

const CLASSES = 10
const SHARE = 0.05
/** So many of the first ranked are looked at: as many as were changed. */
const FIRST = 3000
const SIZE = inputSize(FASHION_MNIST_INPUT)
/** Images described in one call. */
const BATCH = 500

const percent = (share: number): number => rounded(share * 100)
const seconds = (since: number): number => rounded((performance.now() - since) / 1000)

/** Labels of which a share was changed to another class, each other one as likely; `changed`: 1 where it was. */
export function changeLabels(
  labels: Uint8Array,
  seed: number,
): { given: Uint8Array<ArrayBuffer>; changed: Uint8Array } {
  const random = new Random(seed, 'changed labels')
  const given = new Uint8Array(labels)
  const changed = new Uint8Array(labels.length)
  for (const place of random.permutation(labels.length).subarray(0, Math.round(labels.length * SHARE))) {
    given[place] = (labels[place]! + 1 + random.below(CLASSES - 1)) % CLASSES
    changed[place] = 1
  }
  return { given, changed }
}

/** Features of all training images by the model in a folder: float16, a row each. */
async function describe(folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const pool = createEnginePool(forkEngine, () => {})
  const pixels = readIdx('train-images-idx3-ubyte', 16)
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

type Judged = { probabilities: Float32Array; given: Uint8Array; changed: Uint8Array }

const firstTrue = (ranked: Uint32Array, changed: Uint8Array): number =>
  percent(ranked.subarray(0, FIRST).reduce((sum, place) => sum + changed[place]!, 0) / FIRST)

async function cleanlab(python: string, { probabilities, given, changed }: Judged): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'haberdash-label-issues-'))
  const at = (name: string) => join(folder, name)
  try {
    writeFileSync(at('probabilities'), probabilities)
    writeFileSync(at('labels'), given)
    writeFileSync(at('changed'), changed)
    const files = Object.keys({ probabilities, labels: given, changed }).flatMap((name) => [`--${name}`, at(name)])
    const script = join(import.meta.dirname, 'cleanlab_reference.py')
    const { stdout } = await promisify(execFile)(python, [script, ...files, '--first', `${FIRST}`])
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as object
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Judges labels that were changed by one seed. */
async function measure(engine: Engine, features: Uint8Array<ArrayBuffer>, seed: number, python?: string) {
  const labels = readIdx('train-labels-idx1-ubyte', 8)
  const { given, changed } = changeLabels(labels, seed)
  const began = performance.now()
  const folds = new Uint8Array(foldsOf(given, [...given.keys()], seed))
  const rows = { features, labels: given, folds, classes: CLASSES }
  const probabilities = await crossValidated(engine, rows, new AbortController().signal, () => {})
  const judging = seconds(began)
  const found = labelIssues({ probabilities, labels: given, classes: CLASSES })
  return {
    seed,
    judgingSeconds: judging,
    issues: found.places.length,
    estimatedWrong: Math.round(offDiagonal(found.joint)),
    trulyChangedOfFirst: firstTrue(found.places, changed),
    ...(python && { cleanlab: await cleanlab(python, { probabilities, given, changed }) }),
  }
}

/** What bench:insight says of label issues. */
export async function labelIssueFigures(model: string, seeds: readonly number[], python?: string) {
  const began = performance.now()
  const features = await describe(model)
  const describingSeconds = seconds(began)
  const engine = createEngine(forkEngine, () => {})
  const runs = []
  for (const seed of seeds) runs.push(await measure(engine, features, seed, python))
  engine.stop()
  return { changedShare: percent(SHARE), first: FIRST, describingSeconds, runs }
}

if (import.meta.main) {
  const { values: flags } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1,2,3' },
      python: { type: 'string' },
      model: { type: 'string', default: join(places.resources, 'models/first-2') },
    },
  })
  const figures = await labelIssueFigures(flags.model, flags.seeds.split(',').map(Number), flags.python)
  console.log(JSON.stringify(figures, null, 2))
}
