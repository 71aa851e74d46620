/**
 * How useful Haberdash is on photos that people really take: what issue 4 measures, through the command line.
 *
 *   npm run bench:photos -- --photos DIR [--only shared,import,tune,few,official,drop12,drop3000]
 *
 * DIR holds `train` and `validation`, one sub-folder a class, as the clothing dataset (small) has. Prints one JSON object;
 * progress goes to stderr. The validation photos are scored and never learnt from; nothing is chosen by them.
 */
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SHARED_CLASSES } from './photo-classes.ts'
import { drop12 } from './photo-drop.ts'
import { dropMany } from './photo-drop-many.ts'
import { watchMemory } from './process-tree.ts'

/** The class that a person would give a photo of each folder in a Fashion-MNIST library. */
const NEAREST: Record<string, string> = {
  ...{ dress: 'Dress', longsleeve: 'Pullover', outwear: 'Coat', pants: 'Trouser' },
  ...{ shirt: 'Shirt', shoes: 'Sneaker', 't-shirt': 'T-shirt top' },
}
const SHOTS = [5, 10, 20, 50]

const { values: flags } = parseArgs({
  options: {
    photos: { type: 'string' },
    only: { type: 'string', default: 'shared,import,tune,few,official,drop12,drop3000' },
  },
})
if (!flags.photos) {
  console.error(
    'usage: npm run bench:photos -- --photos DIR [--only shared,import,tune,few,official,drop12,drop3000]',
  )
  process.exit(2)
}
const photos = flags.photos
const [train, validation] = [join(photos, 'train'), join(photos, 'validation')]
const classes = readdirSync(train).sort()
const work = mkdtempSync(join(tmpdir(), 'haberdash-bench-photos-'))
let libraries = 0
const newLibrary = () => join(work, `library-${++libraries}`)

type Json = Record<string, unknown>

/** Runs a verb of the command line: its JSON, and the most memory it held with all processes below it. */
async function haberdash(...args: string[]): Promise<Json & { peakMb: number }> {
  console.error(`haberdash ${args.join(' ')}`)
  const program = join(import.meta.dirname, '../bin/haberdash.mjs')
  const child = spawn(process.execPath, [program, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const memory = watchMemory(child.pid!, { all: /./ })
  let text = ''
  for await (const chunk of child.stdout) text += String(chunk)
  return { ...(JSON.parse(text) as Json), peakMb: memory.stop().all }
}

/** The shipped model on photos of the shared classes, no label given. */
async function shared() {
  const library = newLibrary()
  const answers: { folder: string; right: boolean }[] = []
  for (const folder of Object.keys(SHARED_CLASSES)) {
    const result = await haberdash('classify', join(validation, folder), '--library', library)
    for (const { label } of result['photos'] as { label: string }[]) {
      answers.push({ folder, right: SHARED_CLASSES[folder]!.some((name) => name === label) })
    }
  }
  const share = (of: typeof answers) => of.filter(({ right }) => right).length / of.length
  const perClass = Object.keys(SHARED_CLASSES).map((name) => [
    name,
    share(answers.filter((a) => a.folder === name)),
  ])
  return { photos: answers.length, accuracy: share(answers), perClass: Object.fromEntries(perClass) as Json }
}

const init = (library: string) =>
  haberdash('init', '--template', 'photos', '--classes', classes.join(','), '--library', library)

async function scored(library: string) {
  const { images, accuracy } = await haberdash('evaluate', '--folder', validation, '--library', library)
  return { images, accuracy }
}

/** All photos there are, into a library of ten classes. */
async function importAll() {
  const library = newLibrary()
  await init(library)
  const all: Awaited<ReturnType<typeof haberdash>>[] = []
  for (const folder of [train, validation]) all.push(await haberdash('import', folder, '--library', library))
  const sum = (key: string) => all.reduce((total, one) => total + Number(one[key]), 0)
  return {
    photos: sum('imported'),
    seconds: sum('seconds'),
    peakMb: Math.max(...all.map(({ peakMb }) => peakMb)),
  }
}

/** Ten classes: the photos of train imported, one fine-tuning, scored on the validation photos. */
async function tune() {
  const library = newLibrary()
  await init(library)
  await haberdash('import', train, '--library', library)
  const tuned = await haberdash('fine-tune', '--library', library)
  return {
    fineTune: { seconds: tuned['seconds'], after: tuned['after'] },
    validation: await scored(library),
  }
}

/** So many photos of each class, the first by name, in a folder of their own. */
function someOf(shots: number): string {
  const folder = join(work, `shots-${shots}`)
  for (const name of classes) {
    mkdirSync(join(folder, name), { recursive: true })
    for (const file of readdirSync(join(train, name)).sort().slice(0, shots))
      cpSync(join(train, name, file), join(folder, name, file))
  }
  return folder
}

/** A few photos a class, from what ships and from noise. A fifth of them is held out, as ever. */
async function few() {
  const rows = []
  for (const shots of SHOTS) {
    const folder = someOf(shots)
    const from = async (...options: string[]) => {
      const library = newLibrary()
      await init(library)
      await haberdash('import', folder, '--library', library)
      const { seconds } = await haberdash('fine-tune', ...options, '--library', library)
      return { ...(await scored(library)), seconds }
    }
    const row = { photosPerClass: shots, start: await from(), noise: await from('--from-noise') }
    console.error(JSON.stringify(row))
    rows.push(row)
  }
  return rows
}

/** The official test of a Fashion-MNIST library before and after it learnt from photos. */
async function official() {
  const library = newLibrary()
  const folder = join(work, 'nearest')
  for (const [name, nearest] of Object.entries(NEAREST))
    cpSync(join(train, name), join(folder, nearest), { recursive: true })
  await haberdash('import', folder, '--library', library)
  const { before, after, seconds, activated } = await haberdash('fine-tune', '--library', library)
  return { before, after, seconds, activated }
}

const parts = {
  ...{ shared, import: importAll, tune, few, official },
  drop12: () => drop12(train, work),
  drop3000: () => dropMany(train, work),
}
try {
  const results: Json = {}
  for (const name of flags.only.split(',')) results[name] = await parts[name as keyof typeof parts]()
  console.log(JSON.stringify(results, null, 2))
} finally {
  rmSync(work, { recursive: true, force: true })
}
