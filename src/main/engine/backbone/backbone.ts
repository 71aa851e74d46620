import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import {
  BACKBONE_BYTES,
  BACKBONE_FILES,
  BACKBONE_SIDE,
  BackboneShape,
  type Scaling,
} from '../../../shared/contract/backbone.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { unreadable } from '../model-file.ts'
import { tf, type TF } from '../tf.ts'
import { readBackboneFile, type BackboneFile } from './file.ts'

/** A network that a person brought, frozen: pictures in, features out. Whoever loaded it disposes it. */
export type Backbone = BackboneShape & {
  /** Features of pictures (bytes, NHWC, side x side x 3): float32, one row each. Throws the signal's reason once aborted. */
  embed(pixels: Uint8Array, scaling: Scaling, signal?: AbortSignal): Promise<Float32Array<ArrayBuffer>>
  dispose(): void
}

/** Pictures in one go: a photo dropped meanwhile waits for so many at most. */
const BATCH = 8

/**
 * Loads a backbone from the two files of its folder, which are not trusted, and runs it once on an empty picture.
 * @param sha256 of both, one after the other, as they were when it was added
 * @throws HaberdashError `model-unreadable`, also where they are others now; `model-mismatch` where it doesn't take one square RGB picture of 32 to 512
 *   pixels, or doesn't answer with one row of at most 8,192 features
 */
export async function loadBackbone(folder: string, sha256: string): Promise<Backbone> {
  const json = await readCapped(folder, BACKBONE_FILES.model, BACKBONE_BYTES.model)
  const weights = await readCapped(folder, BACKBONE_FILES.weights, BACKBONE_BYTES.weights)
  if (createHash('sha256').update(json).update(weights).digest('hex') !== sha256)
    throw unreadable(folder, 'its files are not those that were added: their SHA-256 is another')
  const file = readBackboneFile(folder, json.toString('utf8'), weights.byteLength)
  const model = await build(folder, file, new Uint8Array(weights).buffer)
  try {
    const side = sideOf(folder, model)
    const features = tf.tidy(() => probe(folder, model, side))
    return { side, features, embed: embedder(model, side, features), dispose: () => model.dispose() }
  } catch (error) {
    model.dispose()
    throw error
  }
}

async function readCapped(folder: string, name: string, most: number): Promise<Buffer> {
  try {
    await using file = await open(join(folder, name))
    const { size } = await file.stat()
    if (size > most) throw unreadable(folder, `${name} has ${size} bytes, and ${most} are the most`)
    return await file.readFile()
  } catch (error) {
    if (error instanceof HaberdashError) throw error
    throw unreadable(folder, `${name} can't be read`, error)
  }
}

type Loaded = TF.LayersModel | TF.GraphModel

async function build(folder: string, file: BackboneFile, weightData: ArrayBuffer): Promise<Loaded> {
  const artifacts = {
    modelTopology: file.topology,
    weightSpecs: file.weights,
    weightData,
    ...(file.signature && { signature: file.signature }),
  }
  const source = tf.io.fromMemory(artifacts)
  try {
    return await (file.format === 'graph-model' ? tf.loadGraphModel(source) : tf.loadLayersModel(source))
  } catch (error) {
    throw unreadable(folder, 'its layers and its weights do not fit together', error)
  }
}

function sideOf(folder: string, { inputs }: Loaded): number {
  const [, height, width, channels] = inputs[0]?.shape ?? []
  const { min, max } = BACKBONE_SIDE
  if (inputs.length !== 1 || !height || height !== width || channels !== 3 || height < min || height > max)
    throw mismatch(
      folder,
      `it should take one square picture in colour (RGB) of ${min} to ${max} pixels a side`,
    )
  return height
}

/** One row of features an image; of a map of them, the mean. The caller disposes it. */
function rows(folder: string, model: Loaded, pictures: TF.Tensor4D): TF.Tensor2D {
  const out = model.predict(pictures)
  if (!(out instanceof tf.Tensor)) throw mismatch(folder, 'it should have one output')
  const row = out.rank === 4 ? out.mean([1, 2]) : out
  if (row.rank !== 2 || row.shape[0] !== pictures.shape[0])
    throw mismatch(folder, 'it should answer with a row of features for each picture')
  return row as TF.Tensor2D
}

function probe(folder: string, model: Loaded, side: number): number {
  const row = rows(folder, model, tf.zeros([1, side, side, 3]))
  const features = row.shape[1]
  if (!row.dataSync<'float32'>().every(Number.isFinite))
    throw mismatch(folder, 'what it answers to an empty picture are no numbers')
  if (!BackboneShape.shape.features.safeParse(features).success)
    throw mismatch(folder, `it has ${features} features, and 8,192 are the most`)
  return features
}

function embedder(model: Loaded, side: number, features: number): Backbone['embed'] {
  const size = side * side * 3
  return async (pixels, scaling, signal) => {
    const count = pixels.length / size
    const out = new Float32Array(count * features)
    for (let start = 0; start < count; start += BATCH) {
      signal?.throwIfAborted()
      const part = pixels.subarray(start * size, (start + BATCH) * size)
      tf.tidy(() => {
        const bytes = tf.tensor4d(Float32Array.from(part), [part.length / size, side, side, 3])
        const pictures =
          scaling === '0..1' ? bytes.div<TF.Tensor4D>(255) : bytes.div(127.5).sub<TF.Tensor4D>(1)
        out.set(rows('', model, pictures).dataSync<'float32'>(), start * features)
      })
      await new Promise(setImmediate)
    }
    return out
  }
}

const mismatch = (folder: string, why: string) =>
  new HaberdashError('model-mismatch', `This can't be used as a backbone: ${why}.`, {
    todo: 'Export another part of the model, as a tfjs layers or graph model without its head.',
    cause: folder,
  })
