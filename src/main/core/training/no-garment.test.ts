import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { NO_CLASS } from '../../../shared/contract/engine.ts'
import { COLOUR_INPUT, FASHION_MNIST_INPUT, inputSize, type InputSpec } from '../../../shared/domain.ts'
import { places } from '../../places.ts'
import { notGarment } from '../classes/not-garment.ts'
import { createLabels } from '../labels/labels.ts'
import { modelInputs } from '../photos/inputs.ts'
import { imageIds, temporaryLibrary } from '../testing/fixtures.ts'
import type { LearningJob } from './job.ts'
import { NO_GARMENT, ownNoGarment, TILES, withNoGarment } from './no-garment.ts'

const STARTS = join(places.resources, 'starts')

/** What a fine-tuning of so many images learns from. */
async function learnt(images: number, spec: InputSpec, own?: ReturnType<typeof ownNoGarment>) {
  const size = inputSize(spec)
  const job = {
    recipe: { name: 'some' },
    load: () =>
      Promise.resolve({
        data: {
          count: images,
          pixels: new Blob([new Uint8Array(images * size)]),
          labels: new Blob([new Uint8Array(images)]),
        },
        fingerprint: '',
      }),
  }
  const changed = withNoGarment(job as unknown as LearningJob, STARTS, spec, own)
  const { data } = await changed.load({})
  const bytes = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer())
  return {
    recipe: changed.recipe,
    count: data.count,
    labels: await bytes(data.labels),
    pixels: await bytes(data.pixels),
  }
}

describe.each([COLOUR_INPUT, FASHION_MNIST_INPUT])('beside the images, in the form $form,', (spec) => {
  it('a tenth as many pictures are learnt as of no class, cut from the sheet that ships', async () => {
    const { recipe, count, labels, pixels } = await learnt(40, spec)
    expect(recipe).toEqual({ name: 'some', noGarment: 0.1 })
    expect(count).toBe(44)
    expect([...labels]).toEqual([...new Array<number>(40).fill(0), ...new Array<number>(4).fill(NO_CLASS)])
    const size = inputSize(spec)
    const second = await sharp(join(STARTS, 'no-garment', NO_GARMENT[spec.form]))
      .extract({ left: spec.width, top: 0, width: spec.width, height: spec.height })
      .toColourspace(spec.channels === 1 ? 'b-w' : 'srgb')
      .raw()
      .toBuffer()
    expect(Buffer.compare(pixels.subarray(41 * size, 42 * size), second)).toBe(0)
  })

  it('begins again at the first where there are more images than pictures', async () => {
    const all = TILES * TILES
    const { count, pixels } = await learnt((all + 1) * 10, spec)
    const size = inputSize(spec)
    expect(count).toBe((all + 1) * 11)
    const picture = (n: number) =>
      Buffer.from(pixels.subarray((count - all - 1 + n) * size, (count - all + n) * size))
    expect(picture(all).equals(picture(0))).toBe(true)
    expect(picture(1).equals(picture(0))).toBe(false)
  })
})

it('comes in the size that the model takes', async () => {
  const small: InputSpec = { ...COLOUR_INPUT, width: 64, height: 64 } as InputSpec
  const { pixels } = await learnt(10, small)
  expect(pixels.length).toBe(11 * inputSize(small))
})

it('what a person has labelled as no garment is learnt first, but not what is held out or of the test', async () => {
  const library = temporaryLibrary()
  const none = notGarment(library.db.read).id
  const train = imageIds(library, "split = 'train'").slice(0, 3)
  createLabels(library.db).set([...train, ...imageIds(library, "split = 'test'").slice(0, 2)], none)
  const size = inputSize(library.input)
  const { count, pixels } = await learnt(50, library.input, ownNoGarment(library))
  expect(count).toBe(55)
  const own = await modelInputs(library, [...train].reverse())
  expect(Buffer.compare(pixels.subarray(50 * size, 53 * size), own)).toBe(0)
  const few = await learnt(10, library.input, ownNoGarment(library))
  expect(Buffer.compare(few.pixels.subarray(10 * size), own.subarray(0, size))).toBe(0)
})
