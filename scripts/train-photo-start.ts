/**
 * Trains the starting point that ships for models of colour photos, so that a person with thirty photos does not start
 * from noise: on synthetic photos (scripts/synthetic), a picture for each training image of Fashion-MNIST, in its ten
 * classes. Real photos have no part in it. Writes resources/starts/photo-1/. `npm run model:start`
 *
 * `--images N` and `--epochs N` for a smaller run. One that was stopped goes on with the same flags and `--resume`.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readIdx } from '../bench/fashion-mnist.ts'
import { train, type TrainingData } from '../src/main/engine/train.ts'
import { places } from '../src/main/places.ts'
import { COLOUR_INPUT, FASHION_MNIST_CLASSES, inputSize } from '../src/shared/domain.ts'
import { Random } from '../src/shared/random.ts'
import type { TrainOptions } from '../src/shared/train-options.ts'
import { render } from './synthetic/render.ts'

const ID = 'photo-1'
const SEED = 1
const STARTS = join(import.meta.dirname, '../resources/starts')
const SIZE = inputSize(COLOUR_INPUT)
/** Synthetic photos that are not learnt from, to see how it goes. */
const HELD = 1000

const { values: flags } = parseArgs({
  options: {
    images: { type: 'string', default: '60000' },
    epochs: { type: 'string', default: '10' },
    resume: { type: 'boolean', default: false },
  },
})

const say = (line: object) => console.log(JSON.stringify(line))

/** Synthetic photos of the training images from `first` on: the same for the same numbers. */
function photographs(first: number, count: number): TrainingData {
  const silhouettes = readIdx('train-images-idx3-ubyte', 16).subarray(first * 784, (first + count) * 784)
  const pixels = new Uint8Array(count * SIZE)
  for (let i = 0; i < count; i++) {
    const random = new Random(SEED, `photo ${first + i}`)
    const silhouette = silhouettes.subarray(i * 784, (i + 1) * 784)
    render(silhouette, COLOUR_INPUT.width, random, pixels.subarray(i * SIZE, (i + 1) * SIZE))
  }
  return { count, pixels, labels: readIdx('train-labels-idx1-ubyte', 8).slice(first, first + count) }
}

const options: TrainOptions = {
  ...{ epochs: Number(flags.epochs), batch: 64, learningRate: 0.002, schedule: 'cosine', seed: SEED },
  ...{ labelSmoothing: 0.1, weightDecay: 0.05, averaging: 0.999, precision: 'bfloat16' },
  ...{ augmentation: { flip: true, shift: 0.08, zoom: 0.15, rotate: 15, erase: 0.3, contrast: 0.3 } },
  freezeBatchNorm: false,
}

const checkpoint = { file: join(places.cache, `${ID}.checkpoint`), resume: flags.resume }

mkdirSync(STARTS, { recursive: true })
// Beside its place, so that it can be renamed into it.
const work = mkdtempSync(join(STARTS, '.making-'))
try {
  const began = performance.now()
  const seconds = () => Math.round((performance.now() - began) / 1000)
  const count = Number(flags.images) - HELD
  const [data, validation] = [photographs(0, count), photographs(count, HELD)]
  say({ rendered: count + HELD, seconds: seconds() })
  const { length: classes } = FASHION_MNIST_CLASSES
  const start = { from: 'noise', architecture: 'photo', input: COLOUR_INPUT, classes } as const
  const job = { start, data, validation, options, out: work, checkpoint }
  for await (const event of train(job)) {
    if (event.type === 'epoch') say({ ...event.point, seconds: seconds() })
    if (event.type !== 'saved') continue
    const { parameters, curve } = event
    const made = {
      id: ID,
      input: COLOUR_INPUT,
      classes: FASHION_MNIST_CLASSES,
      seed: SEED,
      options,
      parameters,
      curve,
    }
    writeFileSync(join(work, 'haberdash.json'), `${JSON.stringify(made, null, 2)}\n`)
  }
  rmSync(join(STARTS, ID), { recursive: true, force: true })
  renameSync(work, join(STARTS, ID))
  rmSync(checkpoint.file, { force: true })
} finally {
  rmSync(work, { recursive: true, force: true })
}
