/**
 * How many labels that were changed on purpose the checks find: 5 % of Fashion-MNIST's training labels, each to another
 * class at random, by seed. Of the first 3,000 ranked, the share that was truly changed. With `--python PATH` (a Python that
 * has Cleanlab, or finds it by PYTHONPATH) also what Cleanlab's published rankings score on the same labels and
 * probabilities (cleanlab_reference.py). Prints one JSON object.
 *
 *   node bench/label-issues.ts [--seeds 1,2,3] [--python PATH] [--learn RECIPE --epochs 10]
 *
 * The features are those of the model that ships, which learnt from the true labels. With `--learn` they are of a version that
 * has itself learnt from the changed labels, as a person's would have. On training images alone: no test image is looked at.
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
import { forkEngine } from '../src/main/fork-engine.ts'
import { places } from '../src/main/places.ts'
import {
  changeLabels,
  CLASSES,
  describeTraining,
  learn,
  trainingLabels,
  type Changed,
} from './changed-labels.ts'
import { rounded } from './numbers.ts'

const SHARE = 0.05
/** So many of the first ranked are looked at: as many as were changed. */
const FIRST = 3000
const SHIPPED = join(places.resources, 'models/first-2')

type Options = {
  seeds: readonly number[]
  /** One that finds Cleanlab. */
  python?: string
  /** A version that learns the changed labels first. */
  learn?: { recipe: string; epochs: number }
}

const percent = (share: number): number => rounded(share * 100)
const since = (began: number): number => rounded((performance.now() - began) / 1000)

type Judged = Changed & { probabilities: Float32Array }

const firstTrue = (ranked: Uint32Array, changed: Uint8Array): number =>
  percent(ranked.subarray(0, FIRST).reduce((sum, place) => sum + changed[place]!, 0) / FIRST)

/** What Cleanlab finds by the same labels and probabilities. */
const cleanlab = (python: string, { probabilities, given, changed }: Judged): Promise<object> =>
  inFolder(async (folder) => {
    const files = Object.entries({ labels: given, probabilities, changed }).flatMap(([name, values]) => {
      writeFileSync(join(folder, name), values)
      return [`--${name}`, join(folder, name)]
    })
    const script = join(import.meta.dirname, 'cleanlab_reference.py')
    const { stdout } = await promisify(execFile)(python, [script, ...files, '--first', `${FIRST}`])
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as object
  })

/** Does something in a folder that is gone after it. */
async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'haberdash-label-issues-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What the checks make of changed labels by these features. */
async function judge(
  engine: Engine,
  features: Uint8Array<ArrayBuffer>,
  labels: Changed,
  seed: number,
  python?: string,
) {
  const { given, changed } = labels
  const began = performance.now()
  const folds = new Uint8Array(foldsOf(given, [...given.keys()], seed))
  const rows = { features, labels: given, folds, classes: CLASSES }
  const probabilities = await crossValidated(engine, rows, new AbortController().signal, () => {})
  const judgingSeconds = since(began)
  const { places: ranked, joint } = labelIssues({ probabilities, labels: given, classes: CLASSES })
  return {
    ...{ seed, judgingSeconds, issues: ranked.length, estimatedWrong: Math.round(offDiagonal(joint)) },
    trulyChangedOfFirst: firstTrue(ranked, changed),
    ...(python && { cleanlab: await cleanlab(python, { probabilities, given, changed }) }),
  }
}

/** What bench:insight says of label issues, in percent. */
export async function labelIssueFigures({ seeds, python, learn: how }: Options) {
  const engine = createEngine(forkEngine, () => {})
  const shipped = how ? null : await describeTraining(SHIPPED)
  const runs = []
  for (const seed of seeds) {
    const labels = changeLabels(trainingLabels(), SHARE, seed)
    const learnt = () =>
      inFolder(async (folder) => describeTraining(await learn(engine, labels.given, how!, folder)))
    runs.push(await judge(engine, shipped ?? (await learnt()), labels, seed, python))
  }
  engine.stop()
  return { features: how ?? 'of the model that ships', changed: percent(SHARE), first: FIRST, runs }
}

if (import.meta.main) {
  const { values: flags } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1,2,3' },
      python: { type: 'string' },
      learn: { type: 'string' },
      epochs: { type: 'string', default: '10' },
    },
  })
  const how = flags.learn && { learn: { recipe: flags.learn, epochs: Number(flags.epochs) } }
  const python = flags.python && { python: flags.python }
  const figures = await labelIssueFigures({ seeds: flags.seeds.split(',').map(Number), ...python, ...how })
  console.log(JSON.stringify(figures, null, 2))
}
