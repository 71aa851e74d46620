import { join } from 'node:path'
import type { Library } from '../library/library.ts'
import { outputsGoneOnFrom } from '../models/outputs.ts'
import type { ModelStore } from '../models/store.ts'
import type { Job } from './job.ts'
import { epochsFor, PHOTO_FINE_TUNE as RECIPE } from './photo-recipe.ts'
import { selectPhotos, type PhotoSelection } from './photo-selection.ts'
import { repeated } from './repeated.ts'
import { loadImages, loadValidation } from './selection.ts'

/** The starting point that ships for models of photos, by its folder below resources/starts. */
export const PHOTO_START = 'photo-1'

/**
 * Teaches a model the person's own classes on their photos: from the active version, whose outputs go on for the classes
 * that they mean, or the first time from what ships (`starts`) under a new head; `fromNoise` from neither.
 * @throws HaberdashError `nothing-to-train-on`
 */
export function photoFineTuneJob(
  library: Library,
  models: ModelStore,
  starts: string,
  { seed, fromNoise }: { seed: number; fromNoise: boolean },
): Job {
  const parent = fromNoise ? null : models.active()
  const { name: _name, steps: _steps, epochs: _epochs, mostRepeats, ...knobs } = RECIPE
  const selection = selectPhotos(library, mostRepeats)
  const { classes, training, repeats, validation } = selection
  const epochs = epochsFor(
    RECIPE,
    repeats.reduce((sum, n) => sum + n, 0),
  )
  const head = parent ? outputsGoneOnFrom(library, parent.id, classes) : classes.map(() => null)
  const patience = validation.length > 0 ? epochs : undefined
  // A head has nothing to find its place on while all before it is noise.
  const options = { ...knobs, head: fromNoise ? undefined : knobs.head, epochs, patience, seed }
  return {
    kind: 'fine-tune',
    seed,
    parent,
    start: fromNoise
      ? { from: 'noise', architecture: 'photo', network: {} }
      : { from: 'model', folder: parent ? models.folder(parent.id) : join(starts, PHOTO_START), head },
    changes: {},
    recipe: { ...RECIPE, start: parent ? undefined : fromNoise ? 'noise' : PHOTO_START },
    options,
    classes,
    trainedOn: { photos: training.length, corrected: 0, replay: 0 },
    lastLabelEvent: selection.lastLabelEvent,
    load: () => loadPhotos(library, selection),
  }
}

async function loadPhotos(library: Library, { classes, training, repeats, validation }: PhotoSelection) {
  const { data, fingerprint } = await loadImages(library, training, classes)
  return {
    data: repeated(data, repeats),
    validation: await loadValidation(library, validation, classes),
    fingerprint,
  }
}
