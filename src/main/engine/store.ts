import { mkdir, open, rm, stat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HaberdashError } from '../../shared/errors.ts'
import { countWeights, elements, plan, type PlannedLayer } from './architectures/layers.ts'
import { readTopology, unreadable, type StoredModel } from './model-file.ts'
import { buildNetwork, setWeight, type Network } from './network.ts'
import { tf, type TF } from './tf.ts'

const MODEL_FILE = 'model.json'
const WEIGHTS_FILE = 'weights.bin'

/** No file of a model may be larger; the largest of ours has 3 MB. */
const MAX_FILE_BYTES = 64 * 1024 * 1024
const BYTES_PER_WEIGHT = 4

async function readCapped(folder: string, name: string): Promise<Buffer> {
  const path = join(folder, name)
  try {
    const { size } = await stat(path)
    if (size > MAX_FILE_BYTES) {
      throw unreadable(folder, `${name} has ${size} bytes, and ${MAX_FILE_BYTES} are the most`)
    }
    return await readFile(path)
  } catch (error) {
    if (error instanceof HaberdashError) throw error
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw unreadable(folder, missing ? `${name} is missing` : `${name} can't be read`, error)
  }
}

/** Throws where the file does not list exactly the weights that its layers have, in their shapes. */
function checkWeights(folder: string, layers: PlannedLayer[], stored: StoredModel, bytes: number): void {
  const expected = new Map(layers.flatMap(({ weights }) => weights).map(({ name, shape }) => [name, shape]))
  for (const { name, shape } of stored.weights) {
    const wanted = expected.get(name)
    if (!wanted) throw unreadable(folder, `it lists a weight that none of its layers has, ${name}`)
    if (wanted.join() !== shape.join()) {
      throw unreadable(folder, `${name} is ${shape.join(' x ')} and should be ${wanted.join(' x ')}`)
    }
    expected.delete(name)
  }
  const [missing] = expected.keys()
  if (missing !== undefined) throw unreadable(folder, `the weight ${missing} is missing`)
  const needed = countWeights(layers) * BYTES_PER_WEIGHT
  if (bytes !== needed)
    throw unreadable(folder, `${WEIGHTS_FILE} has ${bytes} bytes and should have ${needed}`)
}

function planStored(folder: string, stored: StoredModel): PlannedLayer[] {
  try {
    return plan(stored.layers, stored.shape)
  } catch (error) {
    throw unreadable(folder, (error as Error).message, error)
  }
}

function fill({ model }: Network, stored: StoredModel, values: Float32Array): void {
  const byName = new Map(model.weights.map((weight) => [weight.originalName, weight]))
  let at = 0
  for (const { name, shape } of stored.weights) {
    const size = elements(shape)
    setWeight(byName.get(name)!, values.slice(at, at + size))
    at += size
  }
}

/**
 * Reads a model from its folder. Its files are not trusted: nothing of them reaches tfjs but what was checked before.
 * Throws `model-unreadable` (missing, cut short, damaged, not one of ours) or `model-mismatch` (a sound model of
 * another input form), and then leaves no tensor behind.
 */
export async function loadModel(folder: string): Promise<Network> {
  // One after the other: where both are missing, it is always the first that is named.
  const json = await readCapped(folder, MODEL_FILE)
  const weights = await readCapped(folder, WEIGHTS_FILE)
  const stored = readTopology(folder, json.toString('utf8'))
  checkWeights(folder, planStored(folder, stored), stored, weights.byteLength)
  const values = new Float32Array(new Uint8Array(weights).buffer)
  if (!values.every(Number.isFinite)) throw unreadable(folder, 'a weight in it is not a number')
  const network = buildNetwork(stored.layers, stored.shape)
  fill(network, stored, values)
  return network
}

/** Writes a file that is not there yet, and waits until it is on the disk. `made` learns of it as soon as it is there. */
async function writeNew(path: string, content: string | Uint8Array, made: string[]): Promise<void> {
  const file = await open(path, 'wx')
  made.push(path)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

type Artifacts = Parameters<Parameters<typeof tf.io.withSaveHandler>[0]>[0]

async function artifactsOf(model: TF.Sequential): Promise<Artifacts> {
  let artifacts: Artifacts | undefined
  await model.save(
    tf.io.withSaveHandler((all) => {
      artifacts = all
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } })
    }),
  )
  return artifacts!
}

/** "The new model can't be saved", as `disk-full` where that is why. `what` was to be saved, `todo` for a full disk. */
export function saveFailed(cause: unknown, what: string, todo: string): HaberdashError {
  const full = ['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')
  const why = full ? 'the disk is full' : 'its folder can’t be written'
  return new HaberdashError(full ? 'disk-full' : 'engine-failed', `${what} can't be saved: ${why}.`, {
    cause,
    ...(full ? { todo } : {}),
  })
}

/**
 * Writes model.json (tfjs layers format) and weights.bin (float32, little-endian) into `folder`, which is made where it
 * is not there and must hold neither; both are on the disk when this is done. Where it fails (`disk-full`,
 * `engine-failed`), neither is left.
 */
export async function saveModel({ model }: Network, folder: string): Promise<void> {
  const { modelTopology, weightSpecs, weightData } = await artifactsOf(model)
  const manifest = [{ paths: [WEIGHTS_FILE], weights: weightSpecs }]
  const json = JSON.stringify({
    format: 'layers-model',
    generatedBy: 'Haberdash',
    modelTopology,
    weightsManifest: manifest,
  })
  const made: string[] = []
  try {
    await mkdir(folder, { recursive: true })
    await writeNew(join(folder, WEIGHTS_FILE), new Uint8Array(weightData as ArrayBuffer), made)
    await writeNew(join(folder, MODEL_FILE), json, made)
  } catch (error) {
    await Promise.all(made.map((path) => rm(path, { force: true })))
    throw saveFailed(error, 'The new model', 'Make room on the disk and train again.')
  }
}
