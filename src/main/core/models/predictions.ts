import type { ImageDetail } from '../../../shared/contract/browse.ts'
import type { Answer } from '../../../shared/contract/models.ts'
import type { LibraryInfo } from '../../../shared/contract/library.ts'
import type { ImageId, InputSpec, ModelId } from '../../../shared/domain.ts'
import { toOrpcError } from '../../../shared/error-mapping.ts'
import type { ImageIndex } from '../browse/image-index.ts'
import type { EnginePool } from '../engine-pool.ts'
import { gathered, type Events } from '../events.ts'
import { asDiskFull } from '../library/files.ts'
import type { Library } from '../library/library.ts'
import { storedFixes } from '../photos/fixes.ts'
import { clamp } from './answer.ts'
import { atTemperature } from './calibration.ts'
import { classifyEach } from './each.ts'
import type { Manifest } from './manifest.ts'
import { byClass, outputClasses, outputsOf } from './outputs.ts'
import { Queue, type Trouble } from './queue.ts'
import { savePredictions } from './save.ts'
import type { Sight } from './sight.ts'
import type { ModelStore } from './store.ts'

/** Images classified and saved in one go: a label given meanwhile waits for some milliseconds at most. */
const BATCH = 500

/** How often windows hear of what is classified in the background, milliseconds. */
const TELL_EVERY = 400

export type Predictions = {
  /** The active model. */
  model(): Manifest | null
  /**
   * The active model's probabilities for an image, most probable first; classified now if need be. Null where there is no
   * such model, or it tells no class that lives.
   */
  of(id: ImageId): Promise<ImageDetail['probabilities']>
  /** The same of a picture that is no image's, as `look` gives it in the form of that model; nothing is kept. */
  ofPicture(look: (input: InputSpec) => Promise<Uint8Array>): Promise<ImageDetail['probabilities']>
  /** Classifies these beside everything that waits, and before it. */
  first(ids: ImageId[]): void
  /**
   * Classifies all that the active model has not seen, or has predicted before there were margins, losses and features:
   * photos first, and only if this process does so in the background.
   */
  all(): void
  /** From now on this process classifies in the background. */
  work(): void
  /** What could not be classified in the background, and why; null where that is nothing. */
  unclassified(): LibraryInfo['unclassified']
  /** Tries that again now. */
  again(): void
  /** Those of the images that a version has not classified yet, in the order asked. */
  missing(model: Manifest, ids: ImageId[]): ImageId[]
  /** Classifies these by any version, and keeps it. @throws what the engine, a photo's file or the disk had to say */
  classify(model: Manifest, ids: ImageId[]): Promise<void>
  /** As `classify`, but an image that can't be classified is passed over. @throws what is no image's fault */
  classifyEach(model: Manifest, ids: ImageId[]): Promise<void>
  /** A version's kept answers, in the order asked; none may be missing. @throws `model-unknown` if it was removed */
  answers(model: Manifest, ids: ImageId[]): Answer[]
  /**
   * The network's own probabilities (temperature 1) of any inputs, as `Sight` gives them, by the model in a folder. Count x
   * classes.
   * @throws at once when the signal is aborted
   */
  run(
    folder: string,
    inputs: Uint8Array<ArrayBuffer>,
    count: number,
    signal?: AbortSignal,
  ): Promise<Float32Array>
  close(): void
}

/**
 * Predictions of the active model, made in the background and kept in the library beside the labels, which they never
 * touch. What is asked for meanwhile has a way of its own to the engine, which answers it between two parts of a batch.
 */
export function createPredictions(
  { library, images, models }: { library: Library; images: ImageIndex; models: ModelStore },
  engines: EnginePool,
  sight: Sight,
  events: Events,
): Predictions {
  const { read } = library.db
  const save = savePredictions(library)
  const outputs = (id: ModelId) => outputsOf(outputClasses(library, id))
  let background = false

  const run: Predictions['run'] = async (folder, inputs, count, signal) => {
    const { probabilities } = await engines.use((api) =>
      api.predict({ folder, count, pixels: new Blob([inputs]) }, { signal }),
    )
    return new Float32Array(await probabilities.arrayBuffer())
  }
  const keep = async (model: Manifest, ids: ImageId[]) => {
    const fixes = storedFixes(read, ids)
    const pixels = new Blob([await sight.images(model, ids)])
    const { probabilities, features } = await engines.use((api) =>
      api.describe({ folder: models.folder(model.id), count: ids.length, pixels }),
    )
    const raw = new Float32Array(await probabilities.arrayBuffer())
    const described = {
      probabilities: atTemperature(raw, model.classes.length, model.temperature),
      features: new Uint8Array(await features.arrayBuffer()),
    }
    save(model, ids, described, fixes)
  }
  /** `keep`, and says so to `told` where windows show that model's predictions. */
  const telling = (told: (ids: ImageId[]) => void) => async (model: Manifest, ids: ImageId[]) => {
    await keep(model, ids)
    if (model.id === models.active()?.id) told(ids)
  }
  const ranked = (model: Manifest, said: Float32Array) => {
    const known = outputs(model.id)
    const row = byClass(said, known)
    return known.classes
      .map((classId, i) => ({ classId, probability: clamp(row[i]!) }))
      .sort((a, b) => b.probability - a.probability)
  }
  /** The active model, if there is one and it tells a class that lives. */
  const asked = () => {
    const model = models.active()
    return model && outputs(model.id).classes.length > 0 ? model : null
  }
  const tell = (ids: ImageId[]) => events.publish({ type: 'predictions-changed', ids })
  const classify = telling(tell)
  const together = gathered(tell, TELL_EVERY)
  const troubles = new Map<typeof classify, Trouble | null>()
  const queue = (how: typeof classify, lanes: number) => {
    const onTrouble = (trouble: Trouble | null) => {
      troubles.set(how, trouble)
      events.publish({ type: 'unclassified-changed' })
    }
    return new Queue(
      async (ids) => {
        const model = models.active()
        if (model) await classifyEach(how, model, ids)
      },
      { batch: BATCH, lanes, onTrouble },
    )
  }
  const urgent = queue(classify, 1)
  const rest = queue(telling(together.add), engines.size)

  return {
    model: () => models.active(),
    async of(id) {
      const model = asked()
      if (!model) return null
      const find = () =>
        read
          .prepare('SELECT probabilities FROM predictions WHERE model_id = ? AND image_id = ?')
          .pluck()
          .get(model.id, id)
      // More than once where the photo was fixed while it was classified.
      while (!find()) await classify(model, [id])
      return ranked(model, floats(find() as Uint8Array))
    },
    async ofPicture(look) {
      const model = asked()
      if (!model) return null
      const picture = new Uint8Array(await look(model.input))
      const raw = await run(models.folder(model.id), await sight.pictures(model, picture, 1), 1)
      return ranked(model, atTemperature(raw, model.classes.length, model.temperature))
    },
    first: (ids) => urgent.add(ids),
    all() {
      const model = asked()
      if (!model || !background) return
      rest.replace(images.unseen(model))
    },
    work() {
      background = true
      this.all()
    },
    unclassified() {
      const found = [...troubles.values()].filter((trouble) => trouble !== null)
      const images = found.reduce((sum, trouble) => sum + trouble.images, 0)
      return images > 0 ? { images, why: toOrpcError(asDiskFull(found[0]!.error)).message } : null
    },
    again() {
      urgent.again()
      rest.again()
    },
    missing: (model, ids) =>
      read
        .prepare(
          `SELECT value FROM json_each(?) AS wanted WHERE NOT EXISTS (
             SELECT 1 FROM predictions WHERE model_id = ? AND image_id = wanted.value) ORDER BY wanted.key`,
        )
        .pluck()
        .all(JSON.stringify(ids), model.id) as ImageId[],
    classify,
    classifyEach: (model, ids) => classifyEach(classify, model, ids),
    answers({ id }, ids) {
      models.get(id)
      return read
        .prepare(
          `SELECT class_id AS classId, confidence FROM json_each(?) AS wanted
           CROSS JOIN predictions ON model_id = ? AND image_id = wanted.value ORDER BY wanted.key`,
        )
        .all(JSON.stringify(ids), id) as Answer[]
    },
    run,
    close() {
      urgent.close()
      rest.close()
      together.stop()
    },
  }
}

const floats = (bytes: Uint8Array) => new Float32Array(new Uint8Array(bytes).buffer)
