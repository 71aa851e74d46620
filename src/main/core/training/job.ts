import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LabelledInputs } from '../../../shared/contract/engine.ts'
import type { EpochPoint, Run } from '../../../shared/contract/training.ts'
import type { RunId } from '../../../shared/domain.ts'
import { recipe as recipeNamed } from '../../../shared/recipes.ts'
import { RecipeChanges, type HeadOptions, type TrainOptions } from '../../../shared/train-options.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Looking } from '../backbones/features.ts'
import { listClasses } from '../classes/list.ts'
import type { Library } from '../library/library.ts'
import type { Manifest } from '../models/manifest.ts'
import { outputClasses, outputsGoneOnFrom, outputsOf } from '../models/outputs.ts'
import type { Seeing } from '../models/sight.ts'
import type { ModelStore } from '../models/store.ts'
import { FINE_TUNE } from './recipe.ts'
import type { Runs } from './runs.ts'
import {
  loadImages,
  loadSelection,
  loadValidation,
  selectTrainingImages,
  type Selection,
} from './selection.ts'
import { selectFromScratch } from './split.ts'

/** Where a run's network starts: noise of an architecture, or the parent's weights. */
type Start =
  | { from: 'noise'; architecture: string; network: object }
  | { from: 'model'; folder: string; head?: (number | null)[] }

/** What a run does, before it does it: everything that is decided when the button is pressed. */
type Plan = {
  kind: Run['kind']
  seed: number
  parent: Manifest | null
  /** What was changed of the recipe of that name. */
  changes: RecipeChanges
  /** As it is kept with the model: its name and every knob. */
  recipe: Manifest['recipe']
  classes: string[]
  trainedOn: Run['trainedOn']
  lastLabelEvent: number
  /** The first of the runs that this one goes on with, from their checkpoint. */
  resumes?: RunId
  /** The variant of the dataset whose validation images (split.ts) it is validated on. */
  validatedOn?: Manifest['validatedOn']
  /** Its confidences are read at this temperature; absent: at one fitted on the validation images. */
  temperature?: number
  /** The epochs that were done before. */
  curve?: EpochPoint[]
  /** How it sees, where that is not as the library's own models do. */
  sees?: Seeing
  load: (
    looking: Looking,
  ) => Promise<{ data: LabelledInputs; validation?: LabelledInputs; fingerprint: string }>
}

/** Trains a network. */
export type LearningJob = Plan & { start: Start; options: TrainOptions }
/** Fits a head for a backbone. */
export type FittingJob = Plan & { start: { from: 'backbone' }; options: HeadOptions }
export type Job = LearningJob | FittingJob

export const isFit = (job: Job): job is FittingJob => job.start.from === 'backbone'

/**
 * Fine-tunes the active model on what the person has labelled. Its head follows the classes: wider by those that were
 * added, narrower by those that are gone. @throws `model-unknown`, `nothing-to-train-on`
 */
export function fineTuneJob(library: Library, models: ModelStore, seed: number): LearningJob {
  const parent = models.active()
  if (!parent) throw new HaberdashError('model-unknown', 'There is no active model to start from.')
  const { name: _name, replay: _replay, share: _share, maxRepeats: _max, ...knobs } = FINE_TUNE
  const { addedMaxRepeats: _added, newHead, ...options } = knobs
  const selection = selectTrainingImages(library, FINE_TUNE, seed)
  const classes = classesToTell(library, parent, selection)
  const outputs = outputsGoneOnFrom(library, parent.id, classes)
  const isSame = outputs.length === parent.classes.length && outputs.every((output, i) => output === i)
  const { head, epochs } = outputs.includes(null)
    ? { head: newHead, epochs: options.epochs + newHead.epochs }
    : { head: undefined, epochs: options.epochs }
  return {
    kind: 'fine-tune',
    seed,
    parent,
    start: { from: 'model', folder: models.folder(parent.id), head: isSame ? undefined : outputs },
    changes: {},
    recipe: { ...FINE_TUNE, newHead: undefined, head, epochs },
    options: { ...options, head, epochs, seed },
    classes,
    trainedOn: selection.trainedOn,
    lastLabelEvent: selection.lastLabelEvent,
    // A few photos can't say how sure it is of the dataset's images, of which there are so many more.
    temperature: parent.temperature,
    load: () => loadSelection(library, selection, { classes }),
  }
}

/** What the model is to tell: what it tells already, of the classes that live, and what was added and has an image here. */
function classesToTell(library: Library, parent: Manifest, { images }: Selection): string[] {
  const known = outputsOf(outputClasses(library, parent.id)).classes
  const all = listClasses(library.db.read)
  const taught = new Set(images.map((image) => image.class))
  const added = all.filter(({ id }) => !known.includes(id) && taught.has(id))
  const names = new Map(all.map(({ id, name }) => [id, name]))
  return [...known.map((id) => names.get(id)!), ...added.map(({ name }) => name)]
}

/**
 * Goes on with a run from its last whole epoch, by the same recipe and seed.
 * @throws `run-unknown`, `run-not-resumable`, and what `trainJob` throws
 */
export function resumeJob(library: Library, runs: Runs, id: RunId): Job {
  const run = runs.get(id)
  const { resumes = id, name, architecture: _architecture, ...changes } = runs.recipe(id)
  if (
    run.kind !== 'train' ||
    ['running', 'done'].includes(run.state) ||
    !existsSync(checkpointFile(library, resumes))
  ) {
    throw new HaberdashError('run-not-resumable', `Run ${id} has no checkpoint to go on from.`, {
      todo: 'Train anew.',
    })
  }
  const job = trainJob(library, name, changes, run.seed)
  return { ...job, changes: run.changes ?? changes, resumes, curve: run.curve }
}

/** Where a run of kind `train` keeps its last whole epoch. */
export const checkpointFile = (library: Library, id: RunId) => join(library.paths.checkpoints, `run-${id}`)

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
    changes: RecipeChanges.parse(changes),
    recipe: { name, architecture, ...network, ...options },
    options: { ...options, seed, freezeBatchNorm: false },
    classes,
    trainedOn,
    lastLabelEvent,
    validatedOn: library.dataset?.variant,
    async load() {
      const { data, fingerprint } = await loadImages(library, training, classes)
      return { data, validation: await loadValidation(library, validation, classes), fingerprint }
    },
  }
}
