import { basename } from 'node:path'
import { z } from 'zod'
import { BackboneShape } from '../../shared/contract/backbone.ts'
import { HaberdashError } from '../../shared/errors.ts'
import { BATCH_NORM_EPSILON, type LayerSpec } from './architectures/layers.ts'
import type { Shape } from './pixels.ts'

/** What is read from a model.json: its layers as data, its input's shape, and its weights in the order of the file. */
export type StoredModel = { layers: LayerSpec[]; shape: Shape; weights: { name: string; shape: number[] }[] }

/** "The model first-2 can't be read: `why`." By its folder's name: no path leaves the engine. */
export const unreadable = (folder: string, why: string, cause?: unknown): HaberdashError =>
  new HaberdashError('model-unreadable', `The model ${basename(folder)} can't be read: ${why}.`, {
    todo: 'Use another version of the model, or restore its folder from a copy.',
    cause,
  })

const mismatch = (folder: string, why: string): HaberdashError =>
  new HaberdashError('model-mismatch', `The model ${basename(folder)} does not fit: ${why}.`, {
    todo: 'Use a model made by this version of Haberdash.',
  })

const MAX_LAYERS = 100
const MAX_WIDTH = 2048

const width = z.int().min(1).max(MAX_WIDTH)
const square = (max: number) =>
  z.tuple([z.int().min(1).max(max), z.int().min(1).max(max)]).refine(([a, b]) => a === b, 'not square')
const ones = z.tuple([z.literal(1), z.literal(1)])
const base = { name: z.string(), batch_input_shape: z.array(z.int().nullable()).optional() }
const linear = { activation: z.literal('linear'), use_bias: z.boolean() }

/** Of each layer's config just what makes a difference to its numbers; everything else is ignored and made anew. */
const Layer = z.discriminatedUnion('class_name', [
  z.object({
    class_name: z.literal('Conv2D'),
    config: z.object({
      ...base,
      ...linear,
      filters: width,
      kernel_size: square(11),
      strides: ones,
      dilation_rate: ones,
      padding: z.enum(['same', 'valid']),
    }),
  }),
  z.object({
    class_name: z.literal('Dense'),
    config: z.object({ ...base, ...linear, use_bias: z.literal(true), units: width }),
  }),
  z.object({
    class_name: z.literal('BatchNormalization'),
    config: z.object({
      ...base,
      epsilon: z.literal(BATCH_NORM_EPSILON),
      center: z.literal(true),
      scale: z.literal(true),
    }),
  }),
  z.object({
    class_name: z.literal('Activation'),
    config: z.object({ ...base, activation: z.literal('relu') }),
  }),
  z.object({
    class_name: z.literal('MaxPooling2D'),
    config: z.object({ ...base, pool_size: square(8), strides: square(8), padding: z.literal('valid') }),
  }),
  z.object({ class_name: z.literal('GlobalAveragePooling2D'), config: z.object(base) }),
  z.object({ class_name: z.literal('Flatten'), config: z.object(base) }),
  z.object({
    class_name: z.literal('Dropout'),
    config: z.object({ ...base, rate: z.number().min(0).lt(1) }),
  }),
])

const ModelFile = z.object({
  format: z.literal('layers-model'),
  modelTopology: z.object({
    class_name: z.literal('Sequential'),
    config: z.object({ layers: z.array(Layer).min(1).max(MAX_LAYERS) }),
  }),
  weightsManifest: z.tuple([
    z.object({
      weights: z.array(
        z.strictObject({
          name: z.string(),
          shape: z.array(z.int().min(1)).max(4),
          dtype: z.literal('float32'),
        }),
      ),
    }),
  ]),
})

function specOf({ class_name, config }: z.infer<typeof Layer>): LayerSpec {
  switch (class_name) {
    case 'Conv2D':
      return {
        type: 'conv',
        filters: config.filters,
        kernel: config.kernel_size[0],
        padding: config.padding,
        bias: config.use_bias,
      }
    case 'Dense':
      return { type: 'dense', units: config.units }
    case 'BatchNormalization':
      return { type: 'batch-norm' }
    case 'Activation':
      return { type: 'relu' }
    case 'MaxPooling2D':
      return { type: 'max-pool', size: config.pool_size[0] }
    case 'GlobalAveragePooling2D':
      return { type: 'global-average-pool' }
    case 'Flatten':
      return { type: 'flatten' }
    case 'Dropout':
      return { type: 'dropout', rate: config.rate }
  }
}

function parse(folder: string, text: string): z.infer<typeof ModelFile> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw unreadable(folder, 'model.json is damaged or was cut short', cause)
  }
  const parsed = ModelFile.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw unreadable(folder, `model.json is not one of ours, at ${issue?.path.join('.')}`, parsed.error)
}

const side = z.int().min(64).max(128)

/** Height, width and channels of the forms of input there are (InputSpec), or of a head the features it takes. */
const InputShape = z.union([
  z.tuple([z.literal(28), z.literal(28), z.literal(1)]),
  z.tuple([side, side, z.literal(3)]),
  z.tuple([BackboneShape.shape.features]),
])

/** Reads and checks the text of a model.json. Throws `model-unreadable`, or `model-mismatch` for another input. */
export function readTopology(folder: string, text: string): StoredModel {
  const file = parse(folder, text)
  const { layers } = file.modelTopology.config
  const shape = InputShape.safeParse(layers[0]!.config.batch_input_shape?.slice(1))
  if (!shape.success)
    throw mismatch(
      folder,
      'its input is neither 28 x 28 in grey, nor 64 to 128 pixels in colour, nor features of a backbone',
    )
  if (layers.at(-1)!.class_name !== 'Dense')
    throw mismatch(folder, 'its last layer is not a dense one of logits')
  return {
    layers: layers.map(specOf),
    shape: shape.data,
    weights: file.weightsManifest[0].weights,
  }
}
