import type { ClassId, Score } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Engine } from '../engine-client.ts'
import type { Library } from '../library/library.ts'
import { takeTruth } from '../models/truth.ts'
import { selectPhotos } from '../training/photo-selection.ts'
import { featuresOf } from './features.ts'
import { getBackbone } from './store.ts'

export type Trial = {
  trainedOn: number
  /** Photos whose features were kept already. */
  cached: number
  /** Null where no labelled photo is held out. */
  holdout: Score | null
}

/**
 * What a backbone is worth here: a new head on its features of all labelled photos that are not held out, scored on those
 * that are. No version is made.
 * @param told how many photos are seen, of how many
 * @throws HaberdashError `backbone-unknown`, `nothing-to-train-on`, `wrong-usage` in a library with a dataset, and what
 *   the engine had to say
 */
export async function tryBackbone(
  library: Library,
  engine: Engine,
  name: string,
  told: (done: number, of: number) => void = () => {},
): Promise<Trial> {
  if (library.template !== 'photos')
    throw new HaberdashError('wrong-usage', 'Backbones are for libraries of the template photos.', {
      todo: 'Make one with init --template photos.',
    })
  const backbone = await getBackbone(library, name)
  const { classes, training, validation } = selectPhotos(library, 1)
  const order = library.db.read.prepare('SELECT id FROM classes ORDER BY position').pluck().all() as ClassId[]
  const learnt = [...training, ...validation]
  const held = takeTruth(library, order, 'holdout')
  const ids = [...learnt.map(({ id }) => id), ...held.ids]
  const { rows, cached } = await featuresOf(library, engine, backbone, ids, (done) => told(done, ids.length))
  const cut = learnt.length * backbone.features
  const head = await engine.use((api) =>
    api.fitHead({
      features: new Blob([rows.slice(0, cut)]),
      labels: new Blob([Uint8Array.from(learnt, (image) => order.indexOf(image.class))]),
      classes: classes.length,
    }),
  )
  const kernel = new Float32Array(await head.kernel.arrayBuffer())
  const bias = new Float32Array(await head.bias.arrayBuffer())
  const right = held.classes.filter((truth, i) => {
    const at = cut + i * backbone.features
    return order[answer(rows.subarray(at, at + backbone.features), kernel, bias)] === truth
  }).length
  const images = held.ids.length
  const holdout = images > 0 ? { images, accuracy: right / images } : null
  return { trainedOn: learnt.length, cached, holdout }
}

/** The output with the largest logit. */
function answer(features: Float32Array, kernel: Float32Array, bias: Float32Array): number {
  const logits = Array.from(bias, (start, output) =>
    features.reduce((sum, value, i) => sum + value * kernel[i * bias.length + output]!, start),
  )
  return logits.indexOf(Math.max(...logits))
}
