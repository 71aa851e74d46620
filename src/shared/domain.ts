import { z } from 'zod'

/** Row id of an image in a library: a dataset image or a person's photo. */
export const ImageId = z.int().positive().brand<'ImageId'>()
export type ImageId = z.infer<typeof ImageId>

/** Row id of a class in a library. The output index of a model is the position in its own `classes`, not this. */
export const ClassId = z.int().positive().brand<'ClassId'>()
export type ClassId = z.infer<typeof ClassId>

/** Name of a model version's folder: letters, digits and dashes only, so that it is safe as a path segment. */
export const ModelId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
  .brand<'ModelId'>()
export type ModelId = z.infer<typeof ModelId>

export const RunId = z.int().positive().brand<'RunId'>()
export type RunId = z.infer<typeof RunId>

/** Where an image comes from. */
export const Source = z.enum(['dataset', 'photo'])
export type Source = z.infer<typeof Source>

/**
 * What an image may be used for. `test`: the dataset's official test images; `holdout`: a fifth of the person's
 * photos, by hash. Neither is ever trained on.
 */
export const Split = z.enum(['train', 'test', 'holdout'])
export type Split = z.infer<typeof Split>

/** Who or what set a label. */
export const Actor = z.enum(['dataset', 'person', 'model', 'import'])
export type Actor = z.infer<typeof Actor>

const FashionMnistInput = z.object({
  form: z.literal('fashion-mnist'),
  width: z.literal(28),
  height: z.literal(28),
  channels: z.literal(1),
  version: z.literal(1),
})

const ColourInput = z.object({
  form: z.literal('colour'),
  width: z.int().min(32).max(512),
  height: z.int().min(32).max(512),
  channels: z.literal(3),
  version: z.literal(1),
})

/** What a library is made from: the dataset, or a person's own photos by classes of their own. */
export const TemplateName = z.enum(['fashion-mnist', 'photos'])
export type TemplateName = z.infer<typeof TemplateName>

/** How a picture becomes a model's input. Stored with every model version; preprocessing follows it. */
export const InputSpec = z.discriminatedUnion('form', [FashionMnistInput, ColourInput])
export type InputSpec = z.infer<typeof InputSpec>

/** Fashion-MNIST's form: 28 x 28, grey, a light garment on black (Xiao, Rasul, Vollgraf 2017, arXiv 1708.07747). */
export const FASHION_MNIST_INPUT: InputSpec = {
  form: 'fashion-mnist',
  width: 28,
  height: 28,
  channels: 1,
  version: 1,
}

/** The form of a library of a person's own photos: 96 x 96, RGB. */
export const COLOUR_INPUT: InputSpec = { form: 'colour', width: 96, height: 96, channels: 3, version: 1 }

/** Bytes of one model input: height x width x channels, one byte each. */
export const inputSize = (spec: InputSpec): number => spec.height * spec.width * spec.channels

/** The ten classes of Fashion-MNIST, in the order of its label bytes. */
export const FASHION_MNIST_CLASSES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
] as const

/** An accuracy with the number of images it was measured on: no score is shown without its size. */
export const Score = z.object({ images: z.int().positive(), accuracy: z.number().min(0).max(1) })
export type Score = z.infer<typeof Score>

/** A model's scores; null is "not scored yet", never zero. */
export const Scores = z.object({ test: Score.nullable(), holdout: Score.nullable() })
export type Scores = z.infer<typeof Scores>
