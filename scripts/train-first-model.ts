/**
 * Trains the model that ships with Haberdash, by the engine's own code, on the training images of Fashion-MNIST but 200
 * of each class, on which its temperature is fitted, and scores it once on the 10,000 test images. Writes
 * resources/models/first-2/. `npm run model:first`
 *
 * The recipe (`--recipe NAME`, else wide) can be tried with `npm run model:first -- --validate`, which holds 500
 * training images of each class out, scores on those after each epoch, keeps nothing and never reads the test images.
 * `--epochs N` for a shorter run of it. A run that was stopped goes on with the same flags and `--resume`, from the
 * checkpoint that is written after each epoch, to the same result.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readIdx } from '../bench/fashion-mnist.ts'
import { fitTemperature } from '../src/main/core/models/calibration.ts'
import { argMax } from '../src/main/core/models/evaluation.ts'
import { predict } from '../src/main/engine/predict.ts'
import { Random } from '../src/shared/random.ts'
import { loadModel } from '../src/main/engine/store.ts'
import { train, type TrainingData } from '../src/main/engine/train.ts'
import { places } from '../src/main/places.ts'
import type { TrainEvent } from '../src/shared/contract/engine.ts'
import { recipe } from '../src/shared/recipes.ts'
import { FASHION_MNIST_CLASSES, FASHION_MNIST_INPUT, inputSize, type Score } from '../src/shared/domain.ts'

const ID = 'first-2'
const SEED = 1
const MODELS = join(import.meta.dirname, '../resources/models')
const IMAGE_BYTES = inputSize(FASHION_MNIST_INPUT)

const { values: flags } = parseArgs({
  options: {
    recipe: { type: 'string', default: 'wide' },
    validate: { type: 'boolean', default: false },
    resume: { type: 'boolean', default: false },
    epochs: { type: 'string' },
  },
})
/** Images of each class held out. */
const HELD = flags.validate ? 500 : 200
const chosen = recipe(flags.recipe, flags.validate && flags.epochs ? { epochs: Number(flags.epochs) } : {})
const checkpoint = {
  file: join(places.cache, `first-model-${chosen.name}${flags.validate ? '-validated' : ''}.checkpoint`),
  resume: flags.resume,
}

const say = (line: object) => console.log(JSON.stringify(line))

function readImages(split: 'train' | 't10k'): TrainingData {
  const labels = readIdx(`${split}-labels-idx1-ubyte`, 8)
  return { count: labels.length, pixels: readIdx(`${split}-images-idx3-ubyte`, 16), labels }
}

function pick(data: TrainingData, indices: number[]): TrainingData {
  const pixels = new Uint8Array(indices.length * IMAGE_BYTES)
  indices.forEach((index, i) => {
    pixels.set(data.pixels.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES), i * IMAGE_BYTES)
  })
  return { count: indices.length, pixels, labels: Uint8Array.from(indices, (index) => data.labels[index]!) }
}

/** Holds the same number of images of each class out, drawn by the seed. */
function splitOff(data: TrainingData): { rest: TrainingData; validation: TrainingData } {
  const taken = new Uint32Array(FASHION_MNIST_CLASSES.length)
  const sides: { rest: number[]; validation: number[] } = { rest: [], validation: [] }
  for (const index of new Random(SEED, 'validation').permutation(data.count)) {
    const held = taken[data.labels[index]!]!++ < HELD
    sides[held ? 'validation' : 'rest'].push(index)
  }
  return { rest: pick(data, sides.rest), validation: pick(data, sides.validation) }
}

/** Probabilities of all images by the model in a folder, row by row. */
async function probabilities(folder: string, { pixels }: TrainingData): Promise<Float32Array> {
  const network = await loadModel(folder)
  const rows = await predict(network, pixels)
  network.model.dispose()
  return rows
}

function score(rows: Float32Array, { count, labels }: TrainingData): Score {
  const width = rows.length / count
  const right = labels.filter((label, i) => argMax(rows.subarray(i * width, (i + 1) * width)) === label)
  return { images: count, accuracy: right.length / count }
}

async function trainInto(out: string, data: TrainingData, validation: TrainingData) {
  const { architecture, network } = chosen
  const { length: classes } = FASHION_MNIST_CLASSES
  const start = { from: 'noise', architecture, network, input: FASHION_MNIST_INPUT, classes } as const
  const options = { ...chosen.options, seed: SEED, freezeBatchNorm: false }
  const startedAt = performance.now()
  const seconds = () => Math.round((performance.now() - startedAt) / 1000)
  let saved: Extract<TrainEvent, { type: 'saved' }> | undefined
  for await (const event of train({ start, data, validation, options, out, checkpoint })) {
    if (event.type === 'epoch') say({ ...event.point, seconds: seconds() })
    if (event.type === 'saved') saved = event
  }
  return { parameters: saved!.parameters, curve: saved!.curve, seconds: seconds() }
}

function writeManifest(
  folder: string,
  data: TrainingData,
  { test, temperature }: { test: Score; temperature: number },
  made: Awaited<ReturnType<typeof trainInto>>,
) {
  const manifest = {
    format: 1,
    id: ID,
    parent: null,
    recipe: { name: chosen.name, ...chosen.network, ...chosen.options, seed: SEED, freezeBatchNorm: false },
    seed: SEED,
    input: FASHION_MNIST_INPUT,
    classes: FASHION_MNIST_CLASSES,
    dataFingerprint: createHash('sha256').update(data.pixels).update(data.labels).digest('hex'),
    createdAt: new Date().toISOString(),
    parameters: made.parameters,
    temperature,
    scores: { test, holdout: null },
    before: null,
    curve: made.curve,
  }
  writeFileSync(join(folder, 'haberdash.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

// Beside its place, so that it can be renamed into it.
const work = mkdtempSync(join(MODELS, '.making-'))
try {
  const { rest, validation } = splitOff(readImages('train'))
  const made = await trainInto(work, rest, validation)
  const held = await probabilities(work, validation)
  say({ validation: score(held, validation), seconds: made.seconds })
  rmSync(checkpoint.file, { force: true })
  if (!flags.validate) {
    const temperature = fitTemperature(held, validation.labels, FASHION_MNIST_CLASSES.length)
    const exam = readImages('t10k')
    const test = score(await probabilities(work, exam), exam)
    writeManifest(work, rest, { test, temperature }, made)
    rmSync(join(MODELS, ID), { recursive: true, force: true })
    renameSync(work, join(MODELS, ID))
    say({ test, temperature })
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
