import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { ClassId, ImageId, Source, Split } from '../domain.ts'
import { Bytes, procedure } from './common.ts'
import { Augmentation } from './engine.ts'

/** Which images a picture of the data is made of: those of these splits; without any, all. */
const Of = z.object({ splits: z.array(Split).max(3).default([]) })

/** A label: a class, what is no garment, or (null) none. */
const Label = ClassId.nullable()

/** Images drawn of each class at most. */
export const MOST_DRAWN = 40
/** Random changes shown of one image at most. */
export const MOST_CHANGES = 99
/** Values of a byte that share a bin of a histogram of intensities, and how many bins that makes. */
export const BIN_VALUES = 4
export const BINS = 256 / BIN_VALUES

const Seed = z.int().min(0).max(0xffffffff)

/** How many images have a label, of a split and from a source. */
export const ClassCount = z.object({ label: Label, split: Split, source: Source, images: z.int().positive() })
export type ClassCount = z.infer<typeof ClassCount>

const Drawn = z.object({
  label: Label,
  /** How many there are to draw from. */
  images: z.int().positive(),
  ids: z.array(ImageId).max(MOST_DRAWN),
})
export type Drawn = z.infer<typeof Drawn>

/** The numbers of the model's inputs of a label's images, 0 (black) to 255. */
export const Intensities = z.object({
  label: Label,
  images: z.int().positive(),
  /** Of all numbers of all these inputs, and their standard deviation (of the population). */
  mean: z.number().min(0).max(255),
  deviation: z.number().min(0).max(128),
  /** A histogram for each channel (one, or red, green and blue): how many numbers lie in each bin. */
  bins: z.array(z.array(z.int().nonnegative()).length(BINS)).min(1).max(3),
})
export type Intensities = z.infer<typeof Intensities>

const PixelEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), done: z.int().nonnegative(), images: z.int().nonnegative() }),
  /** Last. `unreadable`: photos whose files can't be read, which are left out. */
  z.object({
    type: z.literal('done'),
    unreadable: z.int().nonnegative(),
    labels: z.array(Intensities),
  }),
])
export type PixelEvent = z.infer<typeof PixelEvent>

/** A recipe by which training images are changed at random in this library. */
export const ChangingRecipe = z.object({ name: z.string(), augmentation: Augmentation })
export type ChangingRecipe = z.infer<typeof ChangingRecipe>

/** What Insight shows of the images themselves. */
export const data = {
  /** Of all splits and sources. */
  counts: procedure.output(z.array(ClassCount)),
  /** Images of each label, drawn at random without putting back: the same for the same seed. */
  draw: procedure
    .input(Of.extend({ most: z.int().min(1).max(MOST_DRAWN), seed: Seed }))
    .output(z.array(Drawn)),
  /** Goes through all model inputs, once for as long as they and their labels stay. Aborting the iterator cancels. */
  pixels: procedure.input(Of).output(eventIterator(PixelEvent)),
  /**
   * The pictures that `pixels` has made: for each of these labels the mean image and then that of twice the standard deviation
   * (which is 127.5 at most), each the size of a model input, NHWC; black where there is no image of it.
   */
  means: procedure.input(Of.extend({ labels: z.array(Label).max(202) })).output(Bytes),
  /** Photos as they were added: of each its id, width, height and the place of its format, four little-endian uint32. */
  sizes: procedure.input(Of).output(z.object({ formats: z.array(z.string()), photos: Bytes })),
  /** The recipes by which a model of this library learns, as far as they change images. */
  recipes: procedure.output(z.array(ChangingRecipe)),
  /** A model input of an image and, after it, as a training by the recipe may see it, so many times; bytes, NHWC. */
  changed: procedure
    .input(z.object({ id: ImageId, recipe: z.string(), times: z.int().min(1).max(MOST_CHANGES), seed: Seed }))
    .output(Bytes),
}
