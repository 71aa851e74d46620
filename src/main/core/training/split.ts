import type { ClassId, Source } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { Random } from '../../../shared/random.ts'
import type { Library } from '../library/library.ts'
import type { Labelled } from './selection.ts'

/** One of so many dataset images of each class is set aside for validation. */
const VALIDATION_SHARE = 12

const TRAINABLE = `
  SELECT id, label_class AS class, source, label_actor AS actor FROM images
  WHERE present = 1 AND split = 'train' AND label_class IS NOT NULL ORDER BY id`

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
    const images = read.prepare(TRAINABLE).all() as (Labelled & { source: Source; actor: string })[]
    const training: FromScratch['training'] = []
    const validation: FromScratch['validation'] = []
    for (const { id, name } of classes) {
      const own = images.filter((image) => image.class === id)
      if (own.length === 0) throw classEmpty(name)
      const { aside, rest } = setAside(own, id)
      validation.push(...aside)
      training.push(...rest)
    }
    const photos = training.filter(({ source }) => source === 'photo').length
    const corrected = images.filter(({ source, actor }) => source === 'dataset' && actor === 'person').length
    return {
      classes: classes.map(({ name }) => name),
      training,
      validation,
      trainedOn: { photos, corrected, replay: training.length - photos - corrected },
      lastLabelEvent: read.prepare('SELECT coalesce(max(id), 0) FROM label_events').pluck().get() as number,
    }
  })()
}

/** Only what is as the dataset gave it is set aside: a person's own images are too dear to leave unlearnt. */
function setAside<T extends { actor: string }>(images: T[], classId: ClassId): { aside: T[]; rest: T[] } {
  const given = images.filter(({ actor }) => actor === 'dataset')
  const order = new Random(classId, 'validation').permutation(given.length)
  const aside = new Set(
    Array.from(order.subarray(0, Math.floor(given.length / VALIDATION_SHARE)), (i) => given[i]!),
  )
  return { aside: [...aside], rest: images.filter((image) => !aside.has(image)) }
}

const classEmpty = (name: string) =>
  new HaberdashError('class-empty', `There is no image labelled ${name} to learn from.`, {
    todo: 'Label some, or take the class away.',
  })
