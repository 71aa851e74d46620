/**
 * Teaches the shipped model what photos look like. It goes on learning the dataset's images together with (1) the same images
 * drawn as synthetic photos and sent through the photo pipeline, (2) photos whose labels nobody gave, labelled by the models
 * themselves where they are sure, and (3) pictures of no garment; each round begins at the shipped model again and takes over
 * nothing but the last one's answers. Writes the candidate to the cache's `first-model-photos`.
 *
 *   npm run model:photos -- --photos DIR [--test]
 *
 * DIR: photos of clothes; how its sub-folders are called is not read. `--test` scores the candidate on the 10,000 test images:
 * once, when it is finished. It ships when it reaches what the shipped one has to (docs/results.md: it did not yet).
 */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { atTemperature, fitTemperature, fitThreshold } from '../src/main/core/models/calibration.ts'
import type { TrainingData } from '../src/main/engine/train.ts'
import { places } from '../src/main/places.ts'
import { FASHION_MNIST_CLASSES } from '../src/shared/domain.ts'
import { Random } from '../src/shared/random.ts'
import { recipe } from '../src/shared/recipes.ts'
import { joined, pick, readImages, SEED, splitOff } from './first-model/dataset.ts'
import { HELD, probabilities, run, say, score, writeManifest, type Made } from './first-model/finish.ts'
import { nothingLike, photoLike } from './first-model/photo-like.ts'
import { readPhotos } from './first-model/photos.ts'
import { pseudoLabelled } from './first-model/pseudo-labels.ts'

const ID = 'first-photos'
const RESOURCES = join(import.meta.dirname, '../resources')
const from = join(RESOURCES, 'models/first-2')
const candidate = join(places.cache, 'first-model-photos')
const CLASSES = FASHION_MNIST_CLASSES.length
/** Synthetic photos. */
const SYNTHETIC = 16_000
/** Pictures of no garment, each shown twice in an epoch. */
const NOTHING = 2000
/** Of the weights, what is the last round's; the rest are the network's it began at (Wortsman et al. 2022, arXiv 2109.01903). */
const KEPT = 0.7

type Round = {
  /** Images of the dataset among what is learnt. */
  images: number
  epochs: number
  learningRate: number
  /** Of the photos, how many get a label by the round before, and how often each is then shown. */
  photos?: { share: number; times: number }
}
/** Chosen on training photos and on images held out of the dataset (docs/results.md). */
const ROUNDS: Round[] = [
  { images: 24_000, epochs: 3, learningRate: 6e-4 },
  { images: 58_000, epochs: 4, learningRate: 4e-4, photos: { share: 0.5, times: 4 } },
]

const { values: flags } = parseArgs({
  options: { photos: { type: 'string' }, test: { type: 'boolean', default: false } },
})
if (!flags.photos) {
  console.error('usage: npm run model:photos -- --photos DIR [--test]')
  process.exit(2)
}
const { network, options } = recipe('wide')

const some = (data: TrainingData, count: number) =>
  pick(data, Array.from(new Random(SEED, 'some').permutation(data.count).subarray(0, count)))

const { rest, validation } = splitOff(readImages('train'), HELD)
const photos = await readPhotos(flags.photos)
const synthetic = photoLike(rest, SYNTHETIC, SEED)
const nothing = nothingLike(NOTHING, SEED)
say({ photos: photos.count, synthetic: synthetic.count, nothing: nothing.count })

/** One round, from the network as it was: what it learnt, and from what. */
async function learn({ images, epochs, learningRate, photos: wanted }: Round, before: string, out: string) {
  const models = { grey: before, colour: join(RESOURCES, 'starts/photo-1') }
  const guessed = wanted ? [await pseudoLabelled(photos, models, wanted.share)] : []
  const again = guessed.flatMap((data) => Array.from({ length: wanted!.times }, () => data))
  const data = joined([some(rest, images), synthetic, nothing, nothing, ...again])
  const knobs = { ...options, epochs, learningRate, seed: SEED, freezeBatchNorm: false }
  const made = await run({ start: { from: 'model', folder: from }, data, validation, options: knobs, out })
  return { made, data, knobs }
}

/** Its temperature from images it has not learnt from, its threshold from synthetic photos of those. */
async function confidence(folder: string) {
  const temperature = fitTemperature(
    await probabilities(folder, validation.pixels),
    validation.labels,
    CLASSES,
  )
  const held = photoLike(validation, validation.count, SEED + 1)
  const rows = atTemperature(await probabilities(folder, held.pixels), CLASSES, temperature)
  return { temperature, threshold: fitThreshold(rows, held.labels, CLASSES), synthetic: score(rows, held) }
}

/** Gives the model in a folder the mean of its weights and of those it began at. */
function mix(folder: string) {
  const read = (of: string) => new Float32Array(new Uint8Array(readFileSync(join(of, 'weights.bin'))).buffer)
  const before = read(from)
  const mixed = read(folder).map((weight, i) => KEPT * weight + (1 - KEPT) * before[i]!)
  writeFileSync(join(folder, 'weights.bin'), new Uint8Array(mixed.buffer))
}

async function finish(folder: string, data: TrainingData, knobs: object, made: Made) {
  mix(folder)
  say({ mixed: score(await probabilities(folder, validation.pixels), validation) })
  const exam = flags.test ? readImages('t10k') : null
  const test = exam && score(await probabilities(folder, exam.pixels), exam)
  const { temperature, threshold, synthetic: onSynthetic } = await confidence(folder)
  const facts = { name: 'wide-photos', ...network, ...knobs, rounds: ROUNDS.length, kept: KEPT }
  writeManifest(folder, { id: ID, recipe: facts, data, test, temperature, threshold, made })
  rmSync(candidate, { recursive: true, force: true })
  renameSync(folder, candidate)
  say({ test, temperature, threshold, onSynthetic })
}

// Beside their place, so that the last can be renamed into it.
const folders = ROUNDS.map(() => mkdtempSync(join(places.cache, '.making-')))
try {
  for (const [i, round] of ROUNDS.entries()) {
    const out = folders[i]!
    const { made, data, knobs } = await learn(round, folders[i - 1] ?? from, out)
    say({ round: i + 1, validation: score(await probabilities(out, validation.pixels), validation) })
    if (i === ROUNDS.length - 1) await finish(out, data, knobs, made)
  }
} finally {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}
