import type { Actor, ClassId, ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { Random } from '../../../shared/random.ts'
import type { Library } from '../library/library.ts'
import type { Labelled } from './selection.ts'

/** One of so many dataset images of each class is set aside for validation. */
const VALIDATION_SHARE = 12

/** `touched`: its label was set by someone at some time, even if that was undone. */
const TRAIN_SPLIT = `
  SELECT id, label_class AS class, given_class AS given, source, label_actor AS actor,
    EXISTS (SELECT 1 FROM label_events WHERE image_id = images.id) AS touched
  FROM images WHERE present = 1 AND split = 'train'
    AND (label_class IS NULL OR label_class IN (SELECT id FROM classes)) ORDER BY id`

type TrainImage = Omit<Labelled, 'class'> & {
  class: ClassId | null
  given: ClassId | null
  actor: Actor | null
  touched: 0 | 1
}

export type FromScratch = {
  /** Class names, in the order of the model's outputs. */
  classes: string[]
  training: Labelled[]
  validation: Labelled[]
  trainedOn: { photos: number; corrected: number; replay: number }
  lastLabelEvent: number
}

/**
 * What a model is trained on from noise: every labelled training image, but for a stratified validation split of the
 * dataset's, which is the same for every run, so that runs can be compared.
 * @throws HaberdashError `class-empty` where a class has no image to learn from
 */
export function selectFromScratch(library: Library): FromScratch {
  const { read } = library.db
  return read.transaction((): FromScratch => {
    const classes = read.prepare('SELECT id, name FROM classes ORDER BY position').all() as {
      id: ClassId
      name: string
    }[]
    const images = read.prepare(TRAIN_SPLIT).all() as TrainImage[]
    const aside = setAside(images)
    const training: FromScratch['training'] = []
    const validation: FromScratch['validation'] = []
    for (const { id, name } of classes) {
      const own = images.filter((image): image is TrainImage & Labelled => image.class === id)
      if (own.length === 0) throw classEmpty(name)
      for (const image of own) (aside.has(image) ? validation : training).push(image)
    }
    const photos = training.filter(({ source }) => source === 'photo').length
    const corrected = images.filter(
      ({ source, actor }) => source === 'dataset' && (actor === 'person' || actor === 'model'),
    ).length
    return {
      classes: classes.map(({ name }) => name),
      training,
      validation,
      trainedOn: { photos, corrected, replay: training.length - photos - corrected },
      lastLabelEvent: read.prepare('SELECT coalesce(max(id), 0) FROM label_events').pluck().get() as number,
    }
  })()
}

/**
 * The dataset's validation images with the names of their classes: no run of `train` has learnt from them while this
 * variant of the dataset was loaded.
 */
export function validationImages(library: Library): { id: ImageId; name: string }[] {
  const { read } = library.db
  const images = read.prepare(TRAIN_SPLIT).all() as TrainImage[]
  const classes = read.prepare('SELECT id, name FROM classes').all() as { id: ClassId; name: string }[]
  const names = new Map(classes.map(({ id, name }) => [id, name]))
  return Array.from(setAside(images), ({ id, given }) => ({ id, name: names.get(given!)! }))
}

/**
 * Stratified by what the dataset says, which never changes, so that the choice stays the same whatever is labelled. What
 * a person has ever labelled is left to be learnt: it is too dear, and has been learnt from.
 */
function setAside(images: TrainImage[]): Set<TrainImage> {
  const given = Map.groupBy(
    images.filter(({ source }) => source === 'dataset'),
    (image) => image.given!,
  )
  const aside = [...given].flatMap(([classId, own]) => {
    const order = new Random(classId, 'validation').permutation(own.length)
    return Array.from(order.subarray(0, Math.floor(own.length / VALIDATION_SHARE)), (i) => own[i]!)
  })
  return new Set(aside.filter(({ touched }) => touched === 0))
}

const classEmpty = (name: string) =>
  new HaberdashError('class-empty', `There is no image labelled ${name} to learn from.`, {
    todo: 'Label some, or take the class away.',
  })
