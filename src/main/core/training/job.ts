import type { LabelledInputs } from '../../../shared/contract/engine.ts'
import type { Run } from '../../../shared/contract/training.ts'
import { recipe as recipeNamed } from '../../../shared/recipes.ts'
import type { RecipeChanges, TrainOptions } from '../../../shared/train-options.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Library } from '../library/library.ts'
import type { Manifest } from '../models/manifest.ts'
import type { ModelStore } from '../models/store.ts'
import { FINE_TUNE } from './recipe.ts'
import { loadImages, loadSelection, selectTrainingImages } from './selection.ts'
import { selectFromScratch } from './split.ts'

/** Where a run's network starts: noise of an architecture, or the parent's weights. */
type Start = { from: 'noise'; architecture: string; network: object } | { from: 'model'; folder: string }

/** What a run does, before it does it: everything that is decided when the button is pressed. */
export type Job = {
  kind: Run['kind']
  seed: number
  parent: Manifest | null
  start: Start
  /** As it is kept with the model: its name and every knob. */
  recipe: Manifest['recipe']
  options: TrainOptions
  classes: string[]
  trainedOn: Run['trainedOn']
  lastLabelEvent: number
  load: () => Promise<{ data: LabelledInputs; validation?: LabelledInputs; fingerprint: string }>
}

/** Fine-tunes the active model on what the person has labelled. @throws `model-unknown`, `nothing-to-train-on` */
export function fineTuneJob(library: Library, models: ModelStore, seed: number): Job {
  const parent = models.active()
  if (!parent) throw new HaberdashError('model-unknown', 'There is no active model to start from.')
  const { name: _name, replay: _replay, share: _share, maxRepeats: _max, ...options } = FINE_TUNE
  const selection = selectTrainingImages(library, FINE_TUNE, seed)
  return {
    kind: 'fine-tune',
    seed,
    parent,
    start: { from: 'model', folder: models.folder(parent.id) },
    recipe: { ...FINE_TUNE },
    options: { ...options, seed },
    classes: parent.classes,
    trainedOn: selection.trainedOn,
    lastLabelEvent: selection.lastLabelEvent,
    load: () => loadSelection(library, selection, parent),
  }
}

/** Trains a new model from noise. @throws `recipe-unknown`, `setting-invalid`, `class-empty` */
export function trainJob(library: Library, name: string, changes: RecipeChanges, seed: number): Job {
  const { architecture, network, options } = recipeNamed(name, changes)
  const { classes, training, validation, trainedOn, lastLabelEvent } = selectFromScratch(library)
  if (options.batch > training.length) {
    throw new HaberdashError(
      'setting-invalid',
      `A batch of ${options.batch} is more than all ${training.length} images.`,
      {
        todo: 'Choose a smaller batch.',
      },
    )
  }
  return {
    kind: 'train',
    seed,
    parent: null,
    start: { from: 'noise', architecture, network },
    recipe: { name, architecture, ...network, ...options },
    options: { ...options, seed, freezeBatchNorm: false },
    classes,
    trainedOn,
    lastLabelEvent,
    async load() {
      const { data, fingerprint } = await loadImages(library, training, classes)
      return { data, validation: (await loadImages(library, validation, classes)).data, fingerprint }
    },
  }
}
