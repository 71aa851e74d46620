/**
 * Trains the network that the shipped model comes from, by the engine's own code, on the training images of Fashion-MNIST
 * but 200 of each class, on which its temperature is fitted. It has seen the dataset alone; adapt-first-model.ts then
 * teaches it what photos look like. Writes the folder `dataset` of the cache's `first-model`. `npm run model:first`
 *
 * The recipe (`--recipe NAME`, else wide) can be tried with `npm run model:first -- --validate`, which holds 500
 * training images of each class out, scores on those after each epoch and keeps nothing. The test images are not read.
 * `--epochs N` for a shorter run of it. A run that was stopped goes on with the same flags and `--resume`, from the
 * checkpoint that is written after each epoch, to the same result.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { places } from '../src/main/places.ts'
import { FASHION_MNIST_CLASSES, FASHION_MNIST_INPUT } from '../src/shared/domain.ts'
import { recipe } from '../src/shared/recipes.ts'
import { readImages, SEED, splitOff } from './first-model/dataset.ts'
import { HELD, probabilities, run, say, score } from './first-model/finish.ts'

const { values: flags } = parseArgs({
  options: {
    recipe: { type: 'string', default: 'wide' },
    validate: { type: 'boolean', default: false },
    resume: { type: 'boolean', default: false },
    epochs: { type: 'string' },
  },
})
const chosen = recipe(flags.recipe, flags.validate && flags.epochs ? { epochs: Number(flags.epochs) } : {})
const folder = join(places.cache, 'first-model')
const checkpoint = {
  file: join(folder, `${chosen.name}${flags.validate ? '-validated' : ''}.checkpoint`),
  resume: flags.resume,
}

mkdirSync(folder, { recursive: true })
// Beside its place, so that it can be renamed into it.
const work = mkdtempSync(join(folder, '.making-'))
try {
  const { rest, validation } = splitOff(readImages('train'), flags.validate ? 500 : HELD)
  const { architecture, network, options } = chosen
  const { seconds } = await run({
    start: {
      from: 'noise',
      architecture,
      network,
      input: FASHION_MNIST_INPUT,
      classes: FASHION_MNIST_CLASSES.length,
    },
    data: rest,
    validation,
    options: { ...options, seed: SEED, freezeBatchNorm: false },
    out: work,
    checkpoint,
  })
  say({ validation: score(await probabilities(work, validation.pixels), validation), seconds })
  rmSync(checkpoint.file, { force: true })
  if (!flags.validate) {
    const kept = join(folder, 'dataset')
    rmSync(kept, { recursive: true, force: true })
    renameSync(work, kept)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
