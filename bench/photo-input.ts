/**
 * How well a Fashion-MNIST model knows real photos, and what a photo costs on its way to the model.
 *
 *   node bench/photo-input.ts --photos DIR --model MODEL_DIR [--per-class N]
 *
 * DIR has one folder a class, as the clothing photos have (photo-classes.ts); MODEL_DIR a tfjs layers model of 28 x 28 grey
 * inputs in 0..1 and Fashion-MNIST's ten classes. Prints one JSON object. `macro` is the mean of the classes' accuracies.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { toInputs } from '../src/main/engine/pixels.ts'
import { tf, type TF } from '../src/main/engine/tf.ts'
import { decodePhoto } from '../src/main/core/photos/decode.ts'
import { toModelInput } from '../src/main/core/photos/preprocess.ts'
import { FASHION_MNIST_CLASSES, FASHION_MNIST_INPUT } from '../src/shared/domain.ts'
import { SHARED_CLASSES } from './photo-classes.ts'

type Prepared = { input: Uint8Array; decodeMs: number; inputMs: number }

async function prepare(path: string, name: string): Promise<Prepared> {
  const bytes = await readFile(path)
  const began = performance.now()
  const photo = await decodePhoto(bytes, name)
  const decoded = performance.now()
  const input = await toModelInput(photo, FASHION_MNIST_INPUT)
  return { input, decodeMs: decoded - began, inputMs: performance.now() - decoded }
}

function predict(model: TF.LayersModel, inputs: Uint8Array[]): string[] {
  const winners = tf.tidy(() => {
    const pixels = toInputs(Buffer.concat(inputs), [28, 28, 1])
    return (model.predict(pixels) as TF.Tensor2D).argMax(-1).dataSync()
  })
  return Array.from(winners, (winner) => FASHION_MNIST_CLASSES[winner]!)
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const round = (value: number, digits: number): number => Number(value.toFixed(digits))

async function measure(folder: string, model: TF.LayersModel, perClass: number): Promise<object> {
  const byClass: Record<string, { photos: number; right: number; accuracy: number; answers: object }> = {}
  const all: Prepared[] = []
  for (const [name, means] of Object.entries(SHARED_CLASSES)) {
    const files = (await readdir(join(folder, name))).sort().slice(0, perClass)
    const prepared: Prepared[] = []
    for (const file of files) prepared.push(await prepare(join(folder, name, file), file))
    const answers = predict(
      model,
      prepared.map(({ input }) => input),
    )
    const right = answers.filter((answer) => means.some((mean) => mean === answer)).length
    const tally: Record<string, number> = {}
    for (const answer of answers) tally[answer] = (tally[answer] ?? 0) + 1
    byClass[name] = { photos: files.length, right, accuracy: round(right / files.length, 4), answers: tally }
    all.push(...prepared)
  }
  const scores = Object.values(byClass)
  return {
    photos: all.length,
    accuracy: round(scores.reduce((sum, { right }) => sum + right, 0) / all.length, 4),
    macro: round(scores.reduce((sum, { accuracy }) => sum + accuracy, 0) / scores.length, 4),
    medianMs: {
      decode: round(median(all.map(({ decodeMs }) => decodeMs)), 1),
      toInput: round(median(all.map(({ inputMs }) => inputMs)), 1),
    },
    byClass,
  }
}

const { values } = parseArgs({
  options: { photos: { type: 'string' }, model: { type: 'string' }, 'per-class': { type: 'string' } },
})
if (!values.photos || !values.model) {
  console.error('usage: node bench/photo-input.ts --photos DIR --model MODEL_DIR [--per-class N]')
  process.exit(2)
}
const model = await tf.loadLayersModel(`file://${resolve(values.model, 'model.json')}`)
console.log(
  JSON.stringify(await measure(values.photos, model, Number(values['per-class'] ?? Infinity)), null, 2),
)
