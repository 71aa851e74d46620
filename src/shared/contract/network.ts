import { z } from 'zod'
import { ClassId, ImageId, InputSpec, ModelId } from '../domain.ts'
import { ImageRow } from './browse.ts'
import { Bytes, procedure } from './common.ts'

/** The first layer's kernels, float32 [height, width, channels, count]: as they were learnt. */
export const FirstKernels = z.object({
  /** Its name in the network: "conv_1". */
  layer: z.string(),
  height: z.int().positive(),
  width: z.int().positive(),
  channels: z.int().positive(),
  count: z.int().positive(),
  values: Bytes,
})
export type FirstKernels = z.infer<typeof FirstKernels>

/** A stage of a network: a layer, and those after it that only adjust what it gives (normalisation, ReLU). */
export const NetworkStage = z.object({
  /** Of its first layer; `features`: what a backbone gives to the head that is the network. */
  kind: z.enum([
    ...['conv', 'batch-norm', 'relu', 'max-pool', 'global-average-pool'],
    ...['flatten', 'dropout', 'dense', 'features'],
  ] as const),
  /** Names in the network, in order: "conv_1", "batch_norm_2", "relu_3". */
  layers: z.array(z.string()),
  /** What leaves it: height, width, maps; or how many values. */
  shape: z.array(z.int().positive()).min(1).max(3),
  /** Some value is negative. */
  signed: z.boolean(),
})
export type NetworkStage = z.infer<typeof NetworkStage>

/** What a network makes of a picture. */
export const NetworkLook = z.object({
  stages: z.array(NetworkStage),
  /**
   * All stages' feature maps, stage by stage, map by map, row by row, a byte a value: 255 v / peak, of a signed stage
   * 128 + 127 v / peak, where the peak is the largest |v| of the map.
   */
  maps: Bytes,
  /** Float32, stage by stage: of each map its least, largest and mean value; of a vector its values. */
  numbers: Bytes,
  /**
   * Where it looks (Grad-CAM), at the last stage that has maps: float32, a class after the other, height x width each,
   * not negative. Null where the network has no maps: a head on a backbone.
   */
  attention: z
    .object({ layers: z.array(z.string()), height: z.int(), width: z.int(), values: Bytes })
    .nullable(),
})
export type NetworkLook = z.infer<typeof NetworkLook>

const Version = z.object({
  /** The active version, if none is named. */
  model: ModelId.optional(),
})

/**
 * Where in a photo its model's input lies. The photo is turned clockwise by `rotate` degrees; `box` is in fractions of the
 * upright rectangle around it, and fills `within`, in fractions of the input.
 */
const Rectangle = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
export type Rectangle = z.infer<typeof Rectangle>
export const InputPlace = z.object({
  /** Pixels of the photo, as large as it was decoded: what turning goes by. */
  width: z.int().positive(),
  height: z.int().positive(),
  rotate: z.number(),
  box: Rectangle,
  within: Rectangle,
})
export type InputPlace = z.infer<typeof InputPlace>

export const ImageLook = NetworkLook.extend({
  /** The image, as it is listed elsewhere. */
  row: ImageRow,
  model: ModelId,
  /** Name of the backbone that the version sees through: its own network is a head on that one's features. */
  backbone: z.string().nullable(),
  /** What it saw: bytes of this form; of a version on a backbone null. */
  input: z.object({ spec: InputSpec, pixels: Bytes }).nullable(),
  /** The living classes that it tells, most probable first; the classes of `attention` are in the same order. */
  probabilities: z.array(z.object({ classId: ClassId, probability: z.number().min(0).max(1) })),
})
export type ImageLook = z.infer<typeof ImageLook>

export const network = {
  /** Null where the network begins with no convolution, as a head on a backbone does. */
  kernels: procedure
    .input(Version)
    .output(z.object({ model: ModelId, backbone: z.string().nullable(), kernels: FirstKernels.nullable() })),
  /**
   * What a version makes of an image, and where it looks for each class.
   * `maps` false: without stages, for whoever shows only where it looks.
   */
  look: procedure.input(Version.extend({ id: ImageId, maps: z.boolean().default(true) })).output(ImageLook),
  /** Where in a photo the library's model inputs lie; null of a dataset's image, which is one. */
  place: procedure.input(z.object({ id: ImageId })).output(InputPlace.nullable()),
}
