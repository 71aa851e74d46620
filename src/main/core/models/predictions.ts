import type { ImageDetail } from '../../../shared/contract/browse.ts'
import type { Answer } from '../../../shared/contract/models.ts'
import type { ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import type { Engine } from '../engine-client.ts'
import type { Events } from '../events.ts'
import type { Library } from '../library/library.ts'
import { modelInputs } from '../photos/inputs.ts'
import { atTemperature } from './calibration.ts'
import { argMax } from './evaluation.ts'
import type { Manifest } from './manifest.ts'
import type { ModelStore } from './store.ts'

/** Images classified in one go: small enough that a photo dropped meanwhile waits a moment at most. */
const BATCH = 500

/** After so many failures that are no image's fault, the rest waits until something new is asked for. */
const MAX_FAILURES = 3

/** Whether it is one image's own fault (its file is gone or damaged) that a batch failed. */
function isImagesFault(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string') return false
  return code.startsWith('photo-') || ['image-unknown', 'ENOENT', 'EACCES'].includes(code)
}

export type Predictions = {
  /** The active model's id. */
  model(): ModelId | null
  /** The active model's probabilities for an image, most probable first; classified now if need be. */
  of(id: ImageId): Promise<ImageDetail['probabilities']>
  /** Classifies these before everything that waits. */
  first(ids: ImageId[]): void
  /** Classifies all that the active model has not seen, photos first, if this process does so in the background. */
  all(): void
  /** From now on this process classifies in the background. */
  work(): void
  /** Those of the images that a version has not classified yet, in the order asked. */
  missing(model: Manifest, ids: ImageId[]): ImageId[]
  /** Classifies these by any version, and keeps it. @throws what the engine, a photo's file or the disk had to say */
  classify(model: Manifest, ids: ImageId[]): Promise<void>
  /** As `classify`, but an image that can't be classified is passed over. @throws what is no image's fault */
  classifyEach(model: Manifest, ids: ImageId[]): Promise<void>
  /** A version's kept answers, in the order asked; none may be missing. @throws `model-unknown` if it was removed */
  answers(model: Manifest, ids: ImageId[]): Answer[]
  /** The network's own probabilities (temperature 1) of any inputs by the model in a folder. Count x classes. */
  run(folder: string, inputs: Uint8Array<ArrayBuffer>, count: number): Promise<Float32Array>
  close(): void
}

/**
 * Predictions of the active model, made in the background, one batch at a time, and kept in the library beside the
 * labels, which they never touch.
 */
export function createPredictions(
  library: Library,
  models: ModelStore,
  engine: Engine,
  events: Events,
): Predictions {
  const { read, write } = library.db
  const classIds = classIdsByName(library)
  let waiting: ImageId[] = []
  let working = false
  let closed = false
  let background = false

  const run: Predictions['run'] = async (folder, inputs, count) => {
    const { probabilities } = await engine.use((api) =>
      api.predict({ folder, count, pixels: new Blob([inputs]) }),
    )
    return new Float32Array(await probabilities.arrayBuffer())
  }
  const save = write.transaction((model: Manifest, ids: ImageId[], probabilities: Float32Array) => {
    const insert = write.prepare(
      `INSERT OR REPLACE INTO predictions (model_id, image_id, class_id, confidence, probabilities)
       SELECT ?, id, ?, ?, ? FROM images WHERE id = ?`,
    )
    const width = model.classes.length
    const outputs = classIds(model)
    for (const [i, id] of ids.entries()) {
      const row = probabilities.slice(i * width, (i + 1) * width)
      const best = argMax(row)
      insert.run(model.id, outputs[best], clamp(row[best]!), new Uint8Array(row.buffer), id)
    }
  })
  const classify = async (model: Manifest, ids: ImageId[]) => {
    const raw = await run(models.folder(model.id), await modelInputs(library, ids), ids.length)
    save(model, ids, atTemperature(raw, model.classes.length, model.temperature))
    if (model.id === models.active()?.id) events.publish({ type: 'predictions-changed', ids })
  }
  const work = async () => {
    if (working) return
    working = true
    try {
      let failures = 0
      while (waiting.length > 0 && !closed && failures < MAX_FAILURES) {
        const model = models.active()
        if (!model) break
        const batch = waiting.splice(0, BATCH)
        try {
          await classifyEach(classify, model, batch)
        } catch {
          waiting = [...batch, ...waiting]
          failures++
        }
      }
    } finally {
      working = false
    }
  }
  return {
    model: () => models.active()?.id ?? null,
    async of(id) {
      const model = models.active()
      if (!model) return null
      const find = () =>
        read
          .prepare('SELECT probabilities FROM predictions WHERE model_id = ? AND image_id = ?')
          .pluck()
          .get(model.id, id)
      if (!find()) await classify(model, [id])
      const row = floats(find() as Uint8Array)
      const ids = classIds(model)
      return Array.from(row, (probability, i) => ({
        classId: ids[i]!,
        probability: clamp(probability),
      })).sort((a, b) => b.probability - a.probability)
    },
    first(ids) {
      waiting = [...ids, ...waiting]
      void work()
    },
    all() {
      const model = models.active()
      if (!model || !background) return
      waiting = read
        .prepare(
          `SELECT id FROM images WHERE present = 1 AND NOT EXISTS (
             SELECT 1 FROM predictions WHERE model_id = ? AND image_id = images.id)
           ORDER BY source = 'photo' DESC, id`,
        )
        .pluck()
        .all(model.id) as ImageId[]
      void work()
    },
    work() {
      background = true
      this.all()
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
      closed = true
    },
  }
}

/**
 * One image that can't be classified (its file is gone, say) must not keep the others of its batch from it.
 * @throws whatever it was, where it was no image's fault: the engine, the model, the disk
 */
async function classifyEach(
  classify: (model: Manifest, ids: ImageId[]) => Promise<void>,
  model: Manifest,
  ids: ImageId[],
): Promise<void> {
  try {
    await classify(model, ids)
  } catch (error) {
    if (!isImagesFault(error)) throw error
    if (ids.length === 1) return
    const half = Math.ceil(ids.length / 2)
    await classifyEach(classify, model, ids.slice(0, half))
    await classifyEach(classify, model, ids.slice(half))
  }
}

/** A model's outputs as the library's classes, by name. */
function classIdsByName(library: Library): (model: Manifest) => ClassId[] {
  const rows = library.db.read.prepare('SELECT id, name FROM classes').all() as {
    id: ClassId
    name: string
  }[]
  const ids = new Map(rows.map((row) => [row.name, row.id]))
  return (model) => model.classes.map((name) => ids.get(name)!)
}

const floats = (bytes: Uint8Array) => new Float32Array(new Uint8Array(bytes).buffer)

// Softmax in float32 can end a hair over 1.
const clamp = (probability: number) => Math.min(1, Math.max(0, probability))
