import { Filter } from '../../../shared/contract/browse.ts'
import type { ResultSplit } from '../../../shared/contract/results.ts'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { ImageIndex } from '../browse/image-index.ts'
import type { Library } from '../library/library.ts'
import type { Manifest } from '../models/manifest.ts'
import { validationImages } from '../training/split.ts'

export type Looked = { library: Library; images: ImageIndex }

/** Whether images of the dataset that is loaded were set aside to validate it. */
const wasValidated = ({ dataset }: Library, model: Manifest) =>
  dataset !== null && model.validatedOn === dataset.variant

/** The splits that there are for a version. */
export function splitsOf({ library }: Looked, model: Manifest): ResultSplit[] {
  const dataset: ResultSplit[] = library.dataset ? ['test'] : []
  const aside: ResultSplit[] = wasValidated(library, model) ? ['validation'] : []
  return [...dataset, 'holdout', ...aside, 'train', 'all']
}

/** @throws HaberdashError `nothing-to-score` where there is no such split for the version */
export function requireSplit(looked: Looked, model: Manifest, split: ResultSplit): void {
  if (!splitsOf(looked, model).includes(split)) throw noSuchSplit(model, split)
}

/** Images of a split: ids, ascending, of those that are labelled with one of `classes`, and how many others there are. */
export type SplitImages = { ids: Uint32Array; others: number }

/** @throws HaberdashError `nothing-to-score` where there is no such split for the version */
export function imagesOf(
  { library, images }: Looked,
  model: Manifest,
  split: ResultSplit,
  classes: ClassId[],
): SplitImages {
  requireSplit({ library, images }, model, split)
  const splits = split === 'all' ? [] : [split === 'validation' ? ('train' as const) : split]
  const filter = Filter.parse({ splits })
  // No class is no restriction to a filter.
  const labelled =
    classes.length === 0
      ? new Uint32Array(0)
      : images.view({ filter: { ...filter, classes }, sort: 'oldest', seed: 0 }, null)
  if (split !== 'validation') return { ids: labelled, others: images.count(filter, null) - labelled.length }
  const aside = new Set<number>(validationIds(library))
  const ids = labelled.filter((id) => aside.has(id))
  return { ids, others: aside.size - ids.length }
}

const validationIds = (library: Library): ImageId[] => validationImages(library).map(({ id }) => id)

function noSuchSplit({ id }: Manifest, split: ResultSplit): HaberdashError {
  const why =
    split === 'test'
      ? 'This library has no dataset, so no test images.'
      : `No images of the dataset that is loaded were set aside to validate ${id}.`
  return new HaberdashError('nothing-to-score', why, { todo: 'Choose other images to look at.' })
}
