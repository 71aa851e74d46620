/** The libraries that browsing is measured on: made once, kept in the per-user cache, copied for each run. */
import { constants, cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { places } from '../src/main/places.ts'
import { openCore, type Core } from '../src/main/core/core.ts'
import {
  openFashionMnist,
  type DatasetSplit,
  type ImageSet,
} from '../src/main/core/datasets/fashion-mnist.ts'
import { makeLibrary } from '../src/main/core/library/library.ts'
import { photosTemplate } from '../src/main/core/library/template.ts'
import { answerOf } from '../src/main/core/models/answer.ts'
import { crossEntropy } from '../src/main/core/models/evaluation.ts'
import { outputClasses, outputsOf } from '../src/main/core/models/outputs.ts'
import type { ClassId, ImageId } from '../src/shared/domain.ts'
import { Random } from '../src/shared/random.ts'

/** Of what is made here: another number, and it is made anew. */
const VERSION = 3

/** The name of the library that is measured, and of the empty one that is open before it; also their folders'. */
export const BIG = 'big'
export const SMALL = 'small'

/** Fashion-MNIST as it is there, its training images repeated until there are so many images in all. */
export function imageSet(images: number): ImageSet {
  const folders = {
    cache: join(places.cache, 'fashion-mnist'),
    resources: join(places.resources, 'fashion-mnist'),
  }
  const set = openFashionMnist(folders)
  const test = set.test.labels.length
  if (images <= set.train.labels.length + test) return set
  return { ...set, variant: 'full', train: repeated(set.train, images - test) }
}

function repeated({ labels, indices, pixels }: DatasetSplit, count: number): DatasetSplit {
  return {
    labels: Uint8Array.from({ length: count }, (_, i) => labels[i % labels.length]!),
    indices: Int32Array.from({ length: count }, (_, i) => i),
    pixels: (index) => pixels(indices[index % labels.length]!),
  }
}

/** A folder with two libraries, a copy of one's own. @returns how many images the big one has */
export async function copyLibraries(images: number, to: string): Promise<number> {
  const set = imageSet(images)
  const there = set.train.labels.length + set.test.labels.length
  const kept = join(places.cache, `bench-browse-${VERSION}`, String(there))
  if (!existsSync(kept)) await make(set, kept)
  cpSync(kept, to, { recursive: true, mode: constants.COPYFILE_FICLONE })
  return there
}

async function make(dataset: ImageSet, folder: string): Promise<void> {
  console.error(`making a library in ${folder}`)
  const part = `${folder}.part`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { recursive: true })
  makeLibrary(join(part, SMALL), photosTemplate(['dress', 'hat']))
  const core = await openCore({
    ...{
      folder: join(part, BIG),
      resources: places.resources,
      cache: places.cache,
      dataset,
      background: false,
    },
    startEngine: () => {
      throw new Error('Nothing is classified here.')
    },
  })
  addLabels(core)
  addPredictions(core)
  await core.close()
  renameSync(part, folder)
}

/** One image in a hundred was looked at by a person, and one in two hundred is flagged. */
function addLabels({ library, labels }: Core): void {
  const { read, write } = library.db
  const random = new Random(1, 'bench labels')
  const ids = read.prepare('SELECT id FROM images ORDER BY id').pluck().all() as ImageId[]
  const some = (share: number) => ids.filter(() => random.next() < share)
  const looked = some(0.01)
  for (let at = 0; at < looked.length; at += 200) {
    const classId = random.next() < 0.1 ? null : ((1 + random.below(10)) as ClassId)
    labels.set(looked.slice(at, at + 200), classId)
  }
  const flag = write.prepare('INSERT INTO flags (image_id) VALUES (?)')
  write.transaction(() => some(0.005).forEach((id) => flag.run(id)))()
}

/** What the active model might say: right nine times in ten, mostly sure. Losses are those of the probabilities. */
function addPredictions({ library, models }: Core): void {
  const { read, write } = library.db
  const model = models.active()!
  const { classes } = outputsOf(outputClasses(library, model.id))
  const insert = write.prepare(
    `INSERT INTO predictions (model_id, image_id, class_id, confidence, probabilities, margin, loss)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const labels = read.prepare('SELECT id, label_class FROM images').raw().all() as [ImageId, ClassId | null][]
  const random = new Random(2, 'bench predictions')
  write.transaction(() => {
    for (const [id, label] of labels) {
      const row = said(random, label === null ? -1 : classes.indexOf(label), classes.length)
      const { classId, confidence, margin } = answerOf(row, classes)
      const place = classes.indexOf(label as ClassId)
      const loss = place < 0 ? null : crossEntropy(row[place]!)
      insert.run(model.id, id, classId, confidence, new Uint8Array(row.buffer), margin, loss)
    }
  })()
}

function said(random: Random, label: number, width: number): Float32Array<ArrayBuffer> {
  const right = label >= 0 && random.next() < 0.9
  const first = right ? label : random.below(width)
  const doubt = 0.65 * random.next() ** 4
  const weights = Float32Array.from({ length: width }, (_, i) => (i === first ? 0 : random.next() ** 6))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight, i) => (i === first ? 1 - doubt : (weight / sum) * doubt))
}
