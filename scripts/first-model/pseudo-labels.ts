import { argMax } from '../../src/main/core/models/evaluation.ts'
import type { TrainingData } from '../../src/main/engine/train.ts'
import {
  COLOUR_INPUT,
  FASHION_MNIST_CLASSES,
  FASHION_MNIST_INPUT,
  type InputSpec,
} from '../../src/shared/domain.ts'
import { pick } from './dataset.ts'
import { probabilities } from './finish.ts'
import type { Photos } from './photos.ts'

const CLASSES = FASHION_MNIST_CLASSES.length
/** Where both models put what they don't know. */
const LEFT_OUT = 'Bag'

/** Pictures left for right. */
function mirrored(pixels: Uint8Array, { width, channels }: InputSpec): Uint8Array {
  const out = new Uint8Array(pixels.length)
  const row = width * channels
  for (let at = 0; at < pixels.length; at += channels) {
    const x = at % row
    const from = at - x + (row - channels - x)
    for (let c = 0; c < channels; c++) out[at + c] = pixels[from + c]!
  }
  return out
}

/** Log-probabilities of pictures, the mean of those as they are and mirrored. */
async function opinions(folder: string, pixels: Uint8Array, spec: InputSpec): Promise<Float32Array> {
  const log = (row: Float32Array) => row.map((p) => Math.log(p + 1e-6))
  const [one, other] = [
    log(await probabilities(folder, pixels)),
    log(await probabilities(folder, mirrored(pixels, spec))),
  ]
  return one.map((value, i) => (value + other[i]!) / 2)
}

/**
 * What two models that see photos in different forms (co-training: Blum and Mitchell 1998) say together of photos whose
 * labels nobody gave: of each class the `share` they are surest of, with that class as the label (Lee 2013).
 */
export async function pseudoLabelled(
  { count, grey, colour }: Photos,
  models: { grey: string; colour: string },
  share: number,
): Promise<TrainingData> {
  const greys = await opinions(models.grey, grey, FASHION_MNIST_INPUT)
  const colours = await opinions(models.colour, colour, COLOUR_INPUT)
  const both = greys.map((value, i) => Math.exp((value + colours[i]!) / 2))
  const answers = Array.from({ length: count }, (_, photo) => {
    const row = both.subarray(photo * CLASSES, (photo + 1) * CLASSES)
    const label = argMax(row)
    return { photo, label, sure: row[label]! / row.reduce((sum, p) => sum + p, 0) }
  })
  const chosen = FASHION_MNIST_CLASSES.flatMap((name, label) => {
    const own = answers.filter((answer) => answer.label === label).sort((a, b) => b.sure - a.sure)
    return name === LEFT_OUT ? [] : own.slice(0, Math.ceil(own.length * share))
  })
  const labels = new Uint8Array(count)
  for (const { photo, label } of answers) labels[photo] = label
  return pick(
    { count, pixels: grey, labels },
    chosen.map(({ photo }) => photo),
  )
}
