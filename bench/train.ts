/**
 * How fast the engine trains and predicts, and with `--keras-python PATH` (a Python with TensorFlow and Keras) how much
 * faster than Keras: both run in turn, each in a process of its own, one epoch each a round. Prints one JSON object.
 *
 *   npm run bench:train -- [--recipes classic-32,classic-64,classic-64-dropout] [--batches 128,512] [--rounds 3]
 *                          [--images 60000] [--keras-python PATH]
 *
 * Figures of one machine and one hour only can be compared; ratios (ours to Keras's; above 1 is faster, and of peak
 * memory below 1 is smaller) are medians over the rounds of what two neighbouring runs gave.
 */
import { execFile } from 'node:child_process'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { recipe } from '../src/shared/recipes.ts'
import { dataFolder } from './fashion-mnist.ts'

type Figures = Record<
  'trainImagesPerSecond' | 'predictImagesPerSecond' | 'singleImageMs' | 'peakRssMb',
  number
> & { leakedTensors?: number }
type Setting = { recipe: string; batch: number }

const { values: flags } = parseArgs({
  options: {
    recipes: { type: 'string', default: 'classic-32,classic-64,classic-64-dropout' },
    batches: { type: 'string', default: '128,512' },
    rounds: { type: 'string', default: '3' },
    images: { type: 'string', default: '60000' },
    'keras-python': { type: 'string' },
  },
})

async function run(program: string, args: string[]): Promise<Figures> {
  const { stdout } = await promisify(execFile)(program, args)
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Figures
}

const common = ({ batch }: Setting) => ['--batch', `${batch}`, '--images', flags.images, '--epochs', '1']

const ours = (setting: Setting): Promise<Figures> => {
  const script = join(import.meta.dirname, 'train-ours.ts')
  return run(process.execPath, [script, '--recipe', setting.recipe, ...common(setting)])
}

function keras(python: string, setting: Setting): Promise<Figures> {
  const { kernels, dropout } = recipe(setting.recipe).network
  const script = join(import.meta.dirname, 'keras_reference.py')
  const network = ['--kernels', `${kernels}`, '--dropout', `${dropout}`]
  return run(python, [script, '--data', dataFolder(), ...network, ...common(setting)])
}

const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!]
  return Number(((low + high) / 2).toFixed(3))
}

/** The median of each figure over the rounds. */
const medians = (rounds: Figures[]): Figures =>
  Object.fromEntries(
    Object.keys(rounds[0]!).map((key) => [
      key,
      median(rounds.map((figures) => figures[key as keyof Figures]!)),
    ]),
  ) as Figures

const ratios = (mine: Figures[], theirs: Figures[]) => {
  const ratio = (of: (a: Figures, b: Figures) => number) => median(mine.map((m, i) => of(m, theirs[i]!)))
  return {
    train: ratio((a, b) => a.trainImagesPerSecond / b.trainImagesPerSecond),
    predict: ratio((a, b) => a.predictImagesPerSecond / b.predictImagesPerSecond),
    singleImage: ratio((a, b) => b.singleImageMs / a.singleImageMs),
    peakRss: ratio((a, b) => a.peakRssMb / b.peakRssMb),
  }
}

async function measure(setting: Setting, python: string | undefined): Promise<object> {
  const [mine, theirs]: [Figures[], Figures[]] = [[], []]
  for (let round = 0; round < Number(flags.rounds); round++) {
    mine.push(await ours(setting))
    if (python) theirs.push(await keras(python, setting))
  }
  const compared = python ? { keras: medians(theirs), ratio: ratios(mine, theirs) } : {}
  return { ...setting, ours: medians(mine), ...compared }
}

const results: object[] = []
for (const name of flags.recipes.split(',')) {
  for (const batch of flags.batches.split(',').map(Number)) {
    results.push(await measure({ recipe: name, batch }, flags['keras-python']))
  }
}
const { rounds, images } = flags
console.log(
  JSON.stringify({ cores: cpus().length, images: Number(images), rounds: Number(rounds), results }, null, 2),
)
