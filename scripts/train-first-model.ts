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
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fitTemperature } from '../src/main/core/models/calibration.ts'
import { places } from '../src/main/places.ts'
import { FASHION_MNIST_CLASSES, FASHION_MNIST_INPUT } from '../src/shared/domain.ts'
import { recipe } from '../src/shared/recipes.ts'
import { readImages, SEED, splitOff } from './first-model/dataset.ts'
import { HELD, probabilities, run, say, score, writeManifest } from './first-model/finish.ts'

const ID = 'first-2'
const MODELS = join(import.meta.dirname, '../resources/models')

const { values: flags } = parseArgs({
  options: {
    recipe: { type: 'string', default: 'wide' },
    validate: { type: 'boolean', default: false },
    resume: { type: 'boolean', default: false },
    epochs: { type: 'string' },
  },
})
const chosen = recipe(flags.recipe, flags.validate && flags.epochs ? { epochs: Number(flags.epochs) } : {})
const checkpoint = {
  file: join(places.cache, `first-model-${chosen.name}${flags.validate ? '-validated' : ''}.checkpoint`),
  resume: flags.resume,
}

// Beside its place, so that it can be renamed into it.
const work = mkdtempSync(join(MODELS, '.making-'))
try {
  const { rest, validation } = splitOff(readImages('train'), flags.validate ? 500 : HELD)
  const { architecture, network } = chosen
  const { length: classes } = FASHION_MNIST_CLASSES
  const options = { ...chosen.options, seed: SEED, freezeBatchNorm: false }
  const start = { from: 'noise', architecture, network, input: FASHION_MNIST_INPUT, classes } as const
  const made = await run({ start, data: rest, validation, options, out: work, checkpoint })
  const held = await probabilities(work, validation.pixels)
  say({ validation: score(held, validation), seconds: made.seconds })
  rmSync(checkpoint.file, { force: true })
  if (!flags.validate) {
    const temperature = fitTemperature(held, validation.labels, classes)
    const exam = readImages('t10k')
    const test = score(await probabilities(work, exam.pixels), exam)
    const recipeOfIt = { name: chosen.name, ...network, ...options }
    writeManifest(work, { id: ID, recipe: recipeOfIt, data: rest, test, temperature, made })
    rmSync(join(MODELS, ID), { recursive: true, force: true })
    renameSync(work, join(MODELS, ID))
    say({ test, temperature })
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
