import { inputOf, look } from '../../src/main/core/photos/preprocess.ts'
import type { TrainingData } from '../../src/main/engine/train.ts'
import { NO_CLASS } from '../../src/shared/contract/engine.ts'
import { FASHION_MNIST_INPUT, inputSize } from '../../src/shared/domain.ts'
import { NO_FIX } from '../../src/shared/photo-fix.ts'
import { Random } from '../../src/shared/random.ts'
import { renderNothing } from '../synthetic/nothing.ts'
import { render } from '../synthetic/render.ts'
import { silhouetteOf } from '../synthetic/silhouette.ts'

/** Pixels a side of a synthetic photo: as many as the garment is looked for at. */
const SIDE = 96
const BYTES = inputSize(FASHION_MNIST_INPUT)

/**
 * The first `count` images of the dataset as photos would bring them to the model: each drawn as a synthetic photo, and
 * that sent through the photo pipeline, with what it gets wrong. The same for the same seed.
 */
export function photoLike({ pixels, labels }: TrainingData, count: number, seed: number): TrainingData {
  const drawn = throughPipeline(count, (i, rgb) => {
    const random = new Random(seed, `grey ${i}`)
    const image = pixels.subarray(i * BYTES, (i + 1) * BYTES)
    render(silhouetteOf(image, labels[i]!, random), SIDE, random, rgb)
  })
  return { count, pixels: drawn, labels: labels.slice(0, count) }
}

/** Pictures of no garment, by the same way: of no class. */
export function nothingLike(count: number, seed: number): TrainingData {
  const drawn = throughPipeline(count, (i, rgb) => renderNothing(SIDE, new Random(seed, `nothing ${i}`), rgb))
  return { count, pixels: drawn, labels: new Uint8Array(count).fill(NO_CLASS) }
}

function throughPipeline(count: number, draw: (i: number, rgb: Uint8Array) => void): Uint8Array {
  const out = new Uint8Array(count * BYTES)
  const rgb = new Uint8Array(SIDE * SIDE * 3)
  const original = { width: SIDE, height: SIDE, format: 'jpeg' } as const
  for (let i = 0; i < count; i++) {
    draw(i, rgb)
    const seen = look({ rgb, width: SIDE, height: SIDE, original }, 0)
    out.set(inputOf(seen, FASHION_MNIST_INPUT, NO_FIX).input, i * BYTES)
  }
  return out
}
