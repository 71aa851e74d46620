import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { LABELLED } from '../labels/labelled.ts'
import type { Library } from '../library/library.ts'
import { partAside } from './aside.ts'
import type { Labelled } from './selection.ts'

const PHOTOS = `
  SELECT images.id, label_class AS class, source, sha256 FROM images
  JOIN photos ON photos.image_id = images.id
  WHERE present = 1 AND split = 'train' AND ${LABELLED} ORDER BY images.id`

export type PhotoSelection = {
  /** Class names, in the order of the model's outputs: all of the library's. */
  classes: string[]
  training: Labelled[]
  /** How often each of `training` is shown in an epoch. */
  repeats: number[]
  /** Empty where there are too few photos to spare some. */
  validation: Labelled[]
  lastLabelEvent: number
}

/**
 * What a model of a person's photos learns from: every labelled photo that is not held out, but for a tenth. Photos of
 * rare classes are repeated, at most `mostRepeats` times, so that the commonest class doesn't win by its number.
 * @throws HaberdashError `nothing-to-train-on` where fewer than two classes have a photo
 */
export function selectPhotos(library: Library, mostRepeats: number): PhotoSelection {
  const { read } = library.db
  return read.transaction((): PhotoSelection => {
    const names = read.prepare('SELECT name FROM classes ORDER BY position').pluck().all() as string[]
    const photos = read.prepare(PHOTOS).all() as (Labelled & { id: ImageId; sha256: string })[]
    const { training, validation } = partAside(photos)
    const counts = Map.groupBy(training, (photo) => photo.class)
    if (counts.size < 2) throw tooFewClasses(counts.size)
    const most = Math.max(...[...counts.values()].map(({ length }) => length))
    const repeatsOf = (id: ClassId) =>
      Math.min(mostRepeats, Math.max(1, Math.round(most / counts.get(id)!.length)))
    return {
      classes: names,
      training,
      repeats: training.map((photo) => repeatsOf(photo.class)),
      validation,
      lastLabelEvent: read.prepare('SELECT coalesce(max(id), 0) FROM label_events').pluck().get() as number,
    }
  })()
}

const tooFewClasses = (classes: number) =>
  new HaberdashError(
    'nothing-to-train-on',
    classes === 0
      ? 'There is nothing to learn from yet.'
      : 'Photos of one class alone teach nothing: a model learns to tell classes apart.',
    { todo: 'Add photos and label some of at least two classes; then fine-tune.' },
  )
