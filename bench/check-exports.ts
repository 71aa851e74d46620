/**
 * Whether an exported model gives elsewhere what it gives here: exports one in both formats by the command line, has
 * stock tfjs and, with `--python PATH` (a Python with TensorFlow), Python's TensorFlow and Keras (check_exports.py)
 * predict training images with them, and prints by how much any probability differs from ours, as one JSON object. Ends
 * with exit code 1 where that is over 1e-5.
 *
 *   npm run check:exports -- [--python PATH] [--library DIR] [--model ID] [--images 1000]
 *
 * Without a model, the library's active one; without a library, the model that ships.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { atTemperature } from '../src/main/core/models/calibration.ts'
import { Manifest } from '../src/main/core/models/manifest.ts'
import { toInputs } from '../src/main/engine/pixels.ts'
import { predict } from '../src/main/engine/predict.ts'
import { loadModel } from '../src/main/engine/store.ts'
import { tf, type TF } from '../src/main/engine/tf.ts'
import { inputSize } from '../src/shared/domain.ts'
import { readIdx } from './fashion-mnist.ts'

const LIMIT = 1e-5

const { values: flags } = parseArgs({
  options: {
    python: { type: 'string' },
    library: { type: 'string' },
    model: { type: 'string' },
    images: { type: 'string', default: '1000' },
  },
})
const work = mkdtempSync(join(tmpdir(), 'haberdash-check-exports-'))
const at = (name: string) => join(work, name)

async function run(program: string, args: string[]): Promise<string> {
  return (await promisify(execFile)(program, args)).stdout
}

function haberdash(...args: string[]): Promise<string> {
  const library = flags.library ? [flags.library] : [at('library'), '--dataset', 'embedded']
  const cli = join(import.meta.dirname, '../src/main/cli.ts')
  return run(process.execPath, [cli, ...args, '--json', '--library', ...library])
}

const activeModel = async () => (JSON.parse(await haberdash('models')) as { active: string }).active

/** Exports a model by the command line, and gives the folder. */
async function exported(model: string, format: 'tfjs' | 'savedmodel'): Promise<string> {
  await haberdash('models', 'export', model, at(format), '--format', format)
  return at(format)
}

const largestDifference = (rows: Float32Array, ours: Float32Array) =>
  rows.reduce((most, value, i) => Math.max(most, Math.abs(value - ours[i]!)), 0)

/** What stock tfjs reads from the two exports, beside our probabilities. */
async function checkInNode(
  tfjs: string,
  saved: string,
  images: TF.Tensor,
  ours: Float32Array,
  temperature: number,
) {
  const layers = await tf.loadLayersModel(`file://${join(tfjs, 'model.json')}`)
  const graph = await tf.node.loadSavedModel(saved)
  const served = graph.predict({ images }) as TF.NamedTensorMap
  const logits = layers.predict(images) as TF.Tensor
  return {
    savedModel: largestDifference(served['probabilities']!.dataSync<'float32'>(), ours),
    tfjsLayers: largestDifference(logits.div(temperature).softmax().dataSync<'float32'>(), ours),
  }
}

async function checkInPython(
  python: string,
  tfjs: string,
  saved: string,
  pixels: Uint8Array,
  ours: Float32Array,
) {
  writeFileSync(at('images.bin'), pixels)
  writeFileSync(at('probabilities.bin'), ours)
  const script = join(import.meta.dirname, 'check_exports.py')
  const files = ['--images', at('images.bin'), '--probabilities', at('probabilities.bin')]
  const stdout = await run(python, [script, '--tfjs', tfjs, '--saved-model', saved, ...files])
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as {
    largestDifference: Record<'savedModel' | 'tfjsLayers', number>
  }
}

async function check() {
  const model = flags.model ?? (await activeModel())
  const tfjs = await exported(model, 'tfjs')
  const saved = await exported(model, 'savedmodel')
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(saved, 'haberdash.json'), 'utf8')))
  const { input, classes, temperature } = manifest
  const pixels = readIdx('train-images-idx3-ubyte', 16).subarray(0, Number(flags.images) * inputSize(input))
  const network = await loadModel(tfjs)
  const ours = atTemperature(await predict(network, pixels), classes.length, temperature)
  const node = await checkInNode(tfjs, saved, toInputs(pixels, network.shape), ours, temperature)
  const python = flags.python && (await checkInPython(flags.python, tfjs, saved, pixels, ours))
  const found = [node, ...(python ? [python.largestDifference] : [])]
  const same = found.every(({ savedModel, tfjsLayers }) => Math.max(savedModel, tfjsLayers) <= LIMIT)
  const images = ours.length / classes.length
  return {
    model: manifest.id,
    images,
    limit: LIMIT,
    same,
    node: { largestDifference: node },
    ...(python && { python }),
  }
}

try {
  const result = await check()
  console.log(JSON.stringify(result, null, 2))
  process.exitCode = result.same ? 0 : 1
} finally {
  rmSync(work, { recursive: true })
}
