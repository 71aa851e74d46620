/**
 * Draws the pictures of no garment that ship (synthetic rooms, pages, light), as models take them: a sheet of 16 x 16 for each
 * form, below resources/starts/no-garment. Fine-tuning mixes them in, so that a model is not sure of what is no garment.
 * `npm run model:no-garment`
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { NO_GARMENT, TILES } from '../src/main/core/training/no-garment.ts'
import { COLOUR_INPUT, FASHION_MNIST_INPUT } from '../src/shared/domain.ts'
import { Random } from '../src/shared/random.ts'
import { nothingLike } from './first-model/photo-like.ts'
import { renderNothing } from './synthetic/nothing.ts'

/** Other pictures than the shipped model has learnt from. */
const SEED = 2
const folder = join(import.meta.dirname, '../resources/starts/no-garment')

/** The pictures of `width` x `width` pixels, one after the other, as rows of a sheet. */
function sheet(pictures: Uint8Array, width: number, channels: 1 | 3) {
  const row = width * channels
  const out = new Uint8Array(pictures.length)
  for (let line = 0; line < pictures.length / row; line++) {
    const [picture, y] = [Math.floor(line / width), line % width]
    const [across, down] = [picture % TILES, Math.floor(picture / TILES)]
    out.set(pictures.subarray(line * row, (line + 1) * row), ((down * width + y) * TILES + across) * row)
  }
  return sharp(out, { raw: { width: TILES * width, height: TILES * width, channels } })
}

const side = COLOUR_INPUT.width
const colour = new Uint8Array(TILES * TILES * side * side * 3)
for (let i = 0; i < TILES * TILES; i++) {
  const at = i * side * side * 3
  renderNothing(side, new Random(SEED, `nothing ${i}`), colour.subarray(at, at + side * side * 3))
}
mkdirSync(folder, { recursive: true })
await sheet(colour, side, 3).webp({ quality: 75 }).toFile(join(folder, NO_GARMENT.colour))
const grey = nothingLike(TILES * TILES, SEED).pixels
await sheet(grey, FASHION_MNIST_INPUT.width, 1).png().toFile(join(folder, NO_GARMENT['fashion-mnist']))
