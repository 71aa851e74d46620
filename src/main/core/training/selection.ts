import { createHash } from 'node:crypto'
import type { LabelledInputs } from '../../../shared/contract/engine.ts'
import { type ClassId, type ImageId, type Source } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { Random } from '../../../shared/random.ts'
import { LABELLED } from '../labels/labelled.ts'
import type { Library } from '../library/library.ts'
import type { Manifest } from '../models/manifest.ts'
import { modelInputs } from '../photos/inputs.ts'
import { partAside } from './aside.ts'
import type { FineTuneRecipe } from './recipe.ts'
import { repeated } from './repeated.ts'

export type Labelled = { id: ImageId; class: ClassId; source: Source }

export type Selection = {
  /** Every image once, the person's first. */
  images: Labelled[]
  /** How often each of `images` is shown in an epoch. */
  repeats: number[]
  /** Photos set aside to set the threshold by; empty where there are too few to spare some. */
  validation: Labelled[]
  trainedOn: { photos: number; corrected: number; replay: number }
  /** The newest label event when the choice was made. */
  lastLabelEvent: number
}

/** What a person has labelled and may be trained on: never a test image, never a photo held out. */
const MINE = `
  SELECT id, label_class AS class, source, sha256 FROM images LEFT JOIN photos ON photos.image_id = images.id
  WHERE present = 1 AND split = 'train' AND ${LABELLED} ORDER BY id`

const REPLAY = `
  SELECT id, label_class AS class, source FROM images
  WHERE present = 1 AND split = 'train' AND source = 'dataset' AND label_actor = 'dataset' ORDER BY id`

/**
 * Chooses what a fine-tuning run trains on: all the person's images but for the photos set aside,
 * and a random replay of the dataset's.
 * @throws HaberdashError `nothing-to-train-on` where the person has labelled nothing yet
 */
export function selectTrainingImages(library: Library, recipe: FineTuneRecipe, seed: number): Selection {
  const { read } = library.db
  // One read transaction: the labels and the newest event belong together.
  return read.transaction((): Selection => {
    const labelled = read.prepare(MINE).all() as (Labelled & { sha256: string | null })[]
    if (labelled.length === 0) throw nothingToTrainOn()
    const photos = labelled.filter((image): image is Labelled & { sha256: string } => image.sha256 !== null)
    const corrected = labelled.filter(({ sha256 }) => sha256 === null)
    const pool = read.prepare(REPLAY).all() as Labelled[]
    const taught = [...pool, ...corrected].map((image) => image.class)
    const { training, validation } = partAside(photos, taught)
    const mine = [...training, ...corrected]
    const order = new Random(seed, 'replay').permutation(pool.length)
    const replay = Array.from(order.subarray(0, recipe.replay), (i) => pool[i]!)
    const repeats = repeatsOf(mine, new Set(pool.map((image) => image.class)), replay.length, recipe)
    return {
      images: [...mine, ...replay],
      repeats: [...repeats, ...replay.map(() => 1)],
      validation,
      trainedOn: {
        photos: training.length,
        corrected: mine.length - training.length,
        replay: replay.length,
      },
      lastLabelEvent: read.prepare('SELECT coalesce(max(id), 0) FROM label_events').pluck().get() as number,
    }
  })()
}

/**
 * How often each of the person's images is shown: those of the dataset's classes until they are the share that is wanted,
 * those of a class that was added as often as the replay shows one of its own, since nothing else teaches it.
 */
function repeatsOf(
  mine: Labelled[],
  datasetClasses: ReadonlySet<ClassId>,
  replayed: number,
  { share, maxRepeats, addedMaxRepeats }: FineTuneRecipe,
): number[] {
  const counts = Map.groupBy(mine, (image) => (datasetClasses.has(image.class) ? null : image.class))
  const times = (group: ClassId | null): number => {
    const wanted = group === null ? (share / (1 - share)) * replayed : replayed / datasetClasses.size
    const most = group === null ? maxRepeats : addedMaxRepeats
    return Math.min(most, Math.max(1, Math.round(wanted / counts.get(group)!.length)))
  }
  const timesOf = new Map([...counts.keys()].map((group) => [group, times(group)]))
  return mine.map((image) => timesOf.get(datasetClasses.has(image.class) ? null : image.class)!)
}

/** The chosen images as the engine takes them, repeats included, and the SHA-256 of inputs and labels. */
export async function loadSelection(
  library: Library,
  selection: Selection,
  model: Pick<Manifest, 'classes'>,
): Promise<{ data: LabelledInputs; validation?: LabelledInputs; fingerprint: string }> {
  const { data, fingerprint } = await loadImages(library, selection.images, model.classes)
  const validation = await loadValidation(library, selection.validation, model.classes)
  return { data: repeated(data, selection.repeats), validation, fingerprint }
}

/** Images set aside, as the engine takes them; undefined where there are none. */
export async function loadValidation(
  library: Library,
  images: Labelled[],
  classes: string[],
): Promise<LabelledInputs | undefined> {
  return images.length > 0 ? (await loadImages(library, images, classes)).data : undefined
}

/** Images once each, as the engine takes them, and the SHA-256 of inputs and labels. */
export async function loadImages(
  library: Library,
  images: Labelled[],
  classes: string[],
): Promise<{ data: LabelledInputs; fingerprint: string }> {
  const pixels = await modelInputs(
    library,
    images.map((image) => image.id),
  )
  const labels = classIndices(library, classes, images)
  return {
    data: { count: images.length, pixels: new Blob([pixels]), labels: new Blob([labels]) },
    fingerprint: createHash('sha256').update(pixels).update(labels).digest('hex'),
  }
}

/** The place of each image's class among `classes`, a byte each. @throws HaberdashError `class-unknown` */
export function classIndices(
  library: Library,
  classes: string[],
  images: Labelled[],
): Uint8Array<ArrayBuffer> {
  const rows = library.db.read.prepare('SELECT id, name FROM classes').all() as {
    id: ClassId
    name: string
  }[]
  const indices = new Map(rows.map(({ id, name }) => [id, classes.indexOf(name)]))
  return Uint8Array.from(images, (image) => {
    const index = indices.get(image.class) ?? -1
    if (index < 0) throw classesChanged()
    return index
  })
}

const classesChanged = () =>
  new HaberdashError(
    'class-unknown',
    'A class was renamed or taken away while the training was made ready.',
    {
      todo: 'Start it again.',
    },
  )

const nothingToTrainOn = () =>
  new HaberdashError('nothing-to-train-on', 'There is nothing to learn from yet.', {
    todo: 'Correct some labels, or add photos and label them; then fine-tune.',
  })
