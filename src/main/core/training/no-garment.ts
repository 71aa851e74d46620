import { join } from 'node:path'
import sharp from 'sharp'
import { NO_CLASS, type LabelledInputs } from '../../../shared/contract/engine.ts'
import { inputSize, type ImageId, type InputSpec } from '../../../shared/domain.ts'
import type { Library } from '../library/library.ts'
import { modelInputs } from '../photos/inputs.ts'
import type { LearningJob } from './job.ts'

/** The sheets of pictures of no garment that ship (scripts/make-no-garment.ts), by the form of their pictures. */
export const NO_GARMENT = { colour: 'colour.webp', 'fashion-mnist': 'fashion-mnist.png' } as const

/** Pictures in a row of a sheet, and rows. */
export const TILES = 16

/** For each image that is learnt from, so many pictures of no garment. */
const SHARE = 0.1

/** Model inputs one after the other, `most` at most. */
type OwnPictures = (most: number) => Promise<Uint8Array<ArrayBuffer>>

/**
 * The same fine-tuning, but beside the images it learns from pictures of no garment, of which no class is likelier than
 * another: so that a photo of none is "not sure", and not whatever it is least unlike.
 * @param starts the folder of what ships to start from
 * @param own pictures that a person has said are of none, `most` at most: they come before those that ship
 */
export function withNoGarment(
  job: LearningJob,
  starts: string,
  spec: InputSpec,
  own: OwnPictures = () => Promise.resolve(new Uint8Array(0)),
): LearningJob {
  return {
    ...job,
    recipe: { ...job.recipe, noGarment: SHARE },
    async load(looking) {
      const loaded = await job.load(looking)
      return { ...loaded, data: await withPictures(loaded.data, starts, spec, own) }
    },
  }
}

async function withPictures(
  { count, pixels, labels }: LabelledInputs,
  starts: string,
  spec: InputSpec,
  own: OwnPictures,
): Promise<LabelledInputs> {
  const wanted = Math.ceil(count * SHARE)
  const mine = await own(wanted)
  const fromSheet = wanted - mine.length / inputSize(spec)
  const sheet = await readSheet(join(starts, 'no-garment', NO_GARMENT[spec.form]), spec)
  const pictures = Array.from({ length: fromSheet }, (_, i) => picture(sheet, i % (TILES * TILES), spec))
  return {
    count: count + wanted,
    pixels: new Blob([pixels, mine, ...pictures]),
    labels: new Blob([labels, new Uint8Array(wanted).fill(NO_CLASS)]),
  }
}

/** Which they are is settled now, the newest first; those that are held out are never learnt from, whatever they show. */
export function ownNoGarment(library: Library): OwnPictures {
  const ids = library.db.read
    .prepare(
      `SELECT id FROM images WHERE present = 1 AND split = 'train'
         AND label_class = (SELECT id FROM all_classes WHERE not_garment = 1) ORDER BY id DESC`,
    )
    .pluck()
    .all() as ImageId[]
  return (most) => modelInputs(library, ids.slice(0, most))
}

/** A sheet's bytes, row-major, its pictures as large as the model's input. */
async function readSheet(file: string, { width, height, channels }: InputSpec): Promise<Uint8Array> {
  const image = sharp(file)
    .resize(TILES * width, TILES * height, { fit: 'fill' })
    .removeAlpha()
  return image
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer()
}

/** The picture at a place of a sheet. */
function picture(sheet: Uint8Array, at: number, spec: InputSpec): Uint8Array<ArrayBuffer> {
  const row = spec.width * spec.channels
  const out = new Uint8Array(inputSize(spec))
  const first = Math.floor(at / TILES) * spec.height
  for (let y = 0; y < spec.height; y++) {
    const from = ((first + y) * TILES + (at % TILES)) * row
    out.set(sheet.subarray(from, from + row), y * row)
  }
  return out
}
