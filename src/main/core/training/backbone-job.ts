import { createHash } from 'node:crypto'
import type { UsedBackbone } from '../../../shared/contract/backbone.ts'
import type { LabelledInputs } from '../../../shared/contract/engine.ts'
import type { InputSpec } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { HeadOptions } from '../../../shared/train-options.ts'
import type { Looking } from '../backbones/features.ts'
import { getBackbone } from '../backbones/store.ts'
import type { Engine } from '../engine-client.ts'
import type { Library } from '../library/library.ts'
import { takeTruths } from '../models/scoring.ts'
import { createSight, type Seeing } from '../models/sight.ts'
import type { ModelStore } from '../models/store.ts'
import type { Job } from './job.ts'
import { selectPhotos, type PhotoSelection } from './photo-selection.ts'
import { classIndices, type Labelled } from './selection.ts'

/** How a head on a backbone is fitted. */
export const BACKBONE_HEAD: HeadOptions & { name: string } = {
  name: 'backbone-head',
  epochs: 200,
  learningRate: 0.1,
  decay: 1e-3,
}

/** What it needs besides the library. `engine` trains, and so runs the backbone meanwhile: no dropped photo waits for it. */
type Parts = { library: Library; models: ModelStore; engine: Engine }

/**
 * A new head for a backbone, fitted to the person's labelled photos, which it sees as features that are kept: the same
 * photos as any fine-tuning of photos learns from, each class as heavy as any other. Nothing goes on from the active
 * version, also where that is a head on the same backbone: a fit has one end, wherever it starts. It is the parent all the
 * same, as what the new version is measured against.
 * @throws HaberdashError `wrong-usage` in a library with a dataset, `backbone-unknown`, `nothing-to-train-on`
 */
export async function backboneJob(parts: Parts, name: string, seed: number): Promise<Job> {
  const { library, models } = parts
  if (library.template !== 'photos') throw onlyPhotos()
  const { side, sha256, scaling, features } = await getBackbone(library, name)
  const sees = { input: pictureOf(side), backbone: { name, sha256, scaling, features } }
  const selection = selectPhotos(library, 1)
  const { name: recipe, ...options } = BACKBONE_HEAD
  return {
    kind: 'fine-tune',
    seed,
    parent: models.active(),
    start: { from: 'backbone' },
    changes: {},
    recipe: { name: recipe, backbone: name, ...options },
    options,
    classes: selection.classes,
    trainedOn: { photos: selection.training.length, corrected: 0, replay: 0 },
    lastLabelEvent: selection.lastLabelEvent,
    sees,
    load: (looking) => load(parts, sees, selection, looking),
  }
}

const pictureOf = (side: number): InputSpec => ({
  form: 'colour',
  width: side,
  height: side,
  channels: 3,
  version: 1,
})

async function load(
  { library, engine }: Parts,
  sees: Seeing & { backbone: UsedBackbone },
  { classes, training, validation }: PhotoSelection,
  looking: Looking,
) {
  const sight = createSight(library, engine)
  const learnt = [...training, ...validation].map(({ id }) => id)
  // Those held out are not learnt from, but are about to be scored: seen here, they are part of what is told.
  const held = takeTruths(library, classes).holdout.ids
  try {
    const rows = await sight.images(sees, [...learnt, ...held], looking)
    const size = rows.length / (learnt.length + held.length)
    const part = (images: Labelled[], from: number) =>
      inputs(library, classes, images, rows.subarray(from * size, (from + images.length) * size))
    const aside = validation.length > 0 ? part(validation, training.length).data : undefined
    return { ...part(training, 0), validation: aside }
  } finally {
    // Hundreds of megabytes, perhaps, and of no use until the next time. An engine that has ended has forgotten it.
    await engine.use((api) => api.releaseBackbone({ sha256: sees.backbone.sha256 })).catch(() => {})
  }
}

function inputs(
  library: Library,
  classes: string[],
  images: Labelled[],
  rows: Uint8Array<ArrayBuffer>,
): { data: LabelledInputs; fingerprint: string } {
  const labels = classIndices(library, classes, images)
  return {
    data: { count: images.length, pixels: new Blob([rows]), labels: new Blob([labels]) },
    fingerprint: createHash('sha256').update(rows).update(labels).digest('hex'),
  }
}

/** A backbone is for photos in colour; what is learnt along with photos there is neither. */
const onlyPhotos = () =>
  new HaberdashError(
    'wrong-usage',
    "A backbone sees photos in colour, and this library's models learn from Fashion-MNIST's images of 28 x 28 grey pixels, in which it would see nothing it knows.",
    { todo: 'Make a library of your own photos, and fine-tune on the backbone there.' },
  )
