import { join } from 'node:path'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Core } from '../core.ts'
import type { Library } from '../library/library.ts'
import { outputsGoneOnFrom } from '../models/outputs.ts'
import type { ModelStore } from '../models/store.ts'
import { backboneJob } from './backbone-job.ts'
import type { Job, LearningJob } from './job.ts'
import { ownNoGarment, withNoGarment } from './no-garment.ts'
import { epochsFor, PHOTO_FINE_TUNE as RECIPE } from './photo-recipe.ts'
import { selectPhotos, type PhotoSelection } from './photo-selection.ts'
import { repeated } from './repeated.ts'
import { loadImages, loadValidation } from './selection.ts'

/** The starting point that ships for models of photos, by its folder below resources/starts. */
export const PHOTO_START = 'photo-1'

type Asked = { seed: number; fromNoise: boolean; fromStart: boolean; backbone?: string | undefined }

/**
 * What a fine-tuning of photos does: a new head on the backbone that is asked for, or that the active version sees through;
 * else a network goes on learning.
 * @throws HaberdashError `wrong-usage`, `backbone-unknown`, `nothing-to-train-on`
 */
export function photoJob(core: Core, asked: Asked): Job | Promise<Job> {
  const { library, models, starts } = core
  const elsewhere = asked.fromNoise || asked.fromStart
  if (asked.backbone !== undefined && elsewhere) throw twoStarts()
  const backbone = asked.backbone ?? (elsewhere ? undefined : models.active()?.backbone?.name)
  if (backbone !== undefined) return backboneJob(core, backbone, asked.seed)
  const job = photoFineTuneJob(library, models, starts, asked)
  return withNoGarment(job, starts, library.input, ownNoGarment(library))
}

/**
 * Teaches a model the person's own classes on their photos: from the active version, whose outputs go on for the classes
 * that they mean, or the first time, and with `fromStart`, from what ships (`starts`) under a new head; `fromNoise` from
 * neither. So does the first version that photos are set aside for, with the active one as what it is measured against.
 * @throws HaberdashError `nothing-to-train-on`
 */
function photoFineTuneJob(
  library: Library,
  models: ModelStore,
  starts: string,
  { seed, fromNoise, fromStart }: Asked,
): LearningJob {
  const parent = fromNoise ? null : models.active()
  const { name: _name, steps: _steps, epochs: _epochs, mostRepeats, ...knobs } = RECIPE
  const selection = selectPhotos(library, mostRepeats)
  const { classes, training, repeats, validation } = selection
  // A version that learnt all photos there were knows by heart those that are set aside now: they could tell nothing of it.
  const knowsThem = parent?.aside === 0 && validation.length > 0
  const goesOn = fromStart || knowsThem ? null : parent
  const epochs = epochsFor(
    RECIPE,
    repeats.reduce((sum, n) => sum + n, 0),
  )
  const head = goesOn ? outputsGoneOnFrom(library, goesOn.id, classes) : classes.map(() => null)
  const patience = validation.length > 0 ? epochs : undefined
  // A head has nothing to find its place on while all before it is noise.
  const options = { ...knobs, head: fromNoise ? undefined : knobs.head, epochs, patience, seed }
  return {
    kind: 'fine-tune',
    seed,
    parent,
    start: fromNoise
      ? { from: 'noise', architecture: 'photo', network: {} }
      : { from: 'model', folder: goesOn ? models.folder(goesOn.id) : join(starts, PHOTO_START), head },
    changes: {},
    recipe: { ...RECIPE, start: goesOn ? undefined : fromNoise ? 'noise' : PHOTO_START },
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

const twoStarts = () =>
  new HaberdashError(
    'wrong-usage',
    'A version starts from one thing: a backbone, the network that ships, or noise.',
    { todo: 'Choose one of them.' },
  )
