import type { ImageRow } from '../../../shared/contract/browse.ts'
import type { FirstKernels, ImageLook } from '../../../shared/contract/network.ts'
import type { ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { imageUnknown } from '../browse/image-unknown.ts'
import { imageRows } from '../browse/rows.ts'
import type { EnginePool } from '../engine-pool.ts'
import type { Library } from '../library/library.ts'
import { clamp } from '../models/answer.ts'
import { atTemperature } from '../models/calibration.ts'
import type { Manifest } from '../models/manifest.ts'
import { byClass, outputClasses, outputsOf, type Outputs } from '../models/outputs.ts'
import type { Sight } from '../models/sight.ts'
import type { ModelStore } from '../models/store.ts'

/** Looks inside a version, the active one where none is named. By the engines that classify: a training blocks none. */
export type Looks = {
  kernels(model?: ModelId): Promise<{ model: ModelId; backbone: string | null; kernels: FirstKernels | null }>
  /** @throws HaberdashError `image-unknown`, `model-unknown`, a photo-… code, or what the engine had to say */
  of(id: ImageId, model: ModelId | undefined, maps: boolean): Promise<ImageLook>
}

export function createLooks(
  library: Library,
  { models, sight, engines }: { models: ModelStore; sight: Sight; engines: EnginePool },
): Looks {
  const asked = (id: ModelId | undefined): Manifest => {
    const model = id === undefined ? models.active() : models.get(id)
    if (model) return model
    throw new HaberdashError('model-unknown', 'There is no model to look into yet.', {
      todo: 'Label photos of at least two classes, then fine-tune under Train.',
    })
  }
  const rowOf = (id: ImageId): ImageRow => {
    const [row] = imageRows(library.db.read, [id], models.active())
    if (!row) throw imageUnknown()
    return row
  }
  return {
    async kernels(id) {
      const model = asked(id)
      const kernels = await engines.use((api) => api.kernels({ folder: models.folder(model.id) }))
      return { model: model.id, backbone: model.backbone?.name ?? null, kernels }
    },
    async of(image, id, maps) {
      const model = asked(id)
      const pixels = new Blob([await sight.images(model, [image])])
      const look = await engines.use((api) => api.look({ folder: models.folder(model.id), pixels, maps }))
      const raw = new Float32Array(await look.probabilities.arrayBuffer())
      const outputs = outputsOf(outputClasses(library, model.id))
      const ranked = rankedClasses(raw, model, outputs)
      return {
        ...look,
        row: rowOf(image),
        model: model.id,
        backbone: model.backbone?.name ?? null,
        input: model.backbone ? null : { spec: model.input, pixels },
        attention: look.attention && {
          ...look.attention,
          values: await inOrder(look.attention, ranked),
        },
        probabilities: ranked.map(({ classId, probability }) => ({ classId, probability })),
      }
    },
  }
}

/** A class, and the output that speaks for it: of several that mean it by now, the most probable. */
type Ranked = { classId: ClassId; probability: number; output: number }

/** The living classes, most probable first. */
function rankedClasses(raw: Float32Array, model: Manifest, outputs: Outputs): Ranked[] {
  const row = byClass(atTemperature(raw, model.classes.length, model.temperature), outputs)
  const strongest = (column: number) =>
    [...outputs.columns.keys()]
      .filter((output) => outputs.columns[output] === column)
      .reduce((best, output) => (raw[output]! > raw[best]! ? output : best))
  return outputs.classes
    .map((classId, i) => ({ classId, probability: clamp(row[i]!), output: strongest(i) }))
    .sort((a, b) => b.probability - a.probability)
}

/** Where the network looks for each of these classes, in their order. */
async function inOrder(
  { height, width, values }: NonNullable<ImageLook['attention']>,
  ranked: Ranked[],
): Promise<Blob> {
  const all = new Float32Array(await values.arrayBuffer())
  const area = height * width
  return new Blob(ranked.map(({ output }) => all.slice(output * area, (output + 1) * area)))
}
