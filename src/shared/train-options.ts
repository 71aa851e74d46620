import { z } from 'zod'

/** How much a training image is changed at random; 0 is not at all. */
const amounts = {
  /** Mirrored, every other time. */
  flip: z.boolean(),
  /** Largest shift, fraction of the side. */
  shift: z.number().min(0).max(0.5),
  /** Scale is drawn from 1 - zoom to 1 + zoom. */
  zoom: z.number().min(0).max(0.5),
  /** Largest rotation, degrees. */
  rotate: z.number().min(0).max(45),
  /** Probability that a random rectangle is erased (Zhong et al. 2017, arXiv 1708.04896). */
  erase: z.number().min(0).max(1),
  /** Tones follow a power drawn from 1 / (1 + contrast) to 1 + contrast; black and white stay as they are. */
  contrast: z.number().min(0).max(3),
  /** Of images in colour: saturation is drawn from 1 - colour to 1 + colour, and light gets a tint of up to 0.4 of it. */
  colour: z.number().min(0).max(1),
}

/** Random changes to a training image, drawn anew for each image and epoch; what is absent is off. */
export const Augmentation = z.object({
  flip: amounts.flip.default(false),
  shift: amounts.shift.default(0),
  zoom: amounts.zoom.default(0),
  rotate: amounts.rotate.default(0),
  erase: amounts.erase.default(0),
  contrast: amounts.contrast.optional(),
  colour: amounts.colour.optional(),
})
export type Augmentation = z.infer<typeof Augmentation>

export const TrainOptions = z.object({
  epochs: z.int().min(1).max(1000),
  batch: z.int().min(1).max(4096),
  /** Adam, or gradient descent with Nesterov's momentum 0.9; absent is Adam. */
  optimiser: z.enum(['adam', 'sgd']).optional(),
  /** Peak learning rate. */
  learningRate: z.number().positive().max(1),
  schedule: z.enum(['constant', 'cosine']),
  labelSmoothing: z.number().min(0).max(0.5).default(0),
  /** Part of a kernel that a step at learning rate 1 would take off it (decoupled); absent is none. */
  weightDecay: z.number().min(0).max(1).optional(),
  /** The saved weights are a running mean over the steps that fades by this; absent or 0: those of the last step. */
  averaging: z.number().min(0).lt(1).optional(),
  /** What convolutions are computed in while training; bfloat16 only where the processor is made for it. */
  precision: z.enum(['float32', 'bfloat16']).optional(),
  /**
   * At the start the last layer alone learns, for so many epochs at a constant rate: a new head finds its place before
   * what was learnt is touched. Absent: all layers from the start.
   */
  head: z.object({ epochs: z.int().min(1).max(100), learningRate: z.number().positive().max(1) }).optional(),
  /** The epoch of least validation loss is kept, and the training ends after so many without a better one. */
  patience: z.int().min(1).max(1000).optional(),
  augmentation: Augmentation,
  /** Everything random (initial weights, order, dropout, augmentation) follows from it. */
  seed: z.int().nonnegative().max(0xffffffff),
  /** Batch normalisation keeps its statistics: right for fine-tuning on little data. */
  freezeBatchNorm: z.boolean().default(false),
})
export type TrainOptions = z.infer<typeof TrainOptions>

/** How a head on a backbone's features is fitted: multinomial logistic regression, from zeros. */
export const HeadOptions = z.object({
  /** Steps, since each sees all photos. */
  epochs: z.int().min(1).max(1000),
  /** Of Adam, at its peak; it falls as half a cosine. */
  learningRate: z.number().positive().max(1),
  /** Weight of the squared kernel in the loss: few photos and many features would else be learnt by heart. */
  decay: z.number().min(0).max(1),
})
export type HeadOptions = z.infer<typeof HeadOptions>

/** Knobs of a network; what is absent is as the architecture has it. */
export const ArchitectureOptions = z.object({
  /** Kernels of the first convolution; those of later ones are in proportion. */
  kernels: z.int().min(1).max(512).optional(),
  dropout: z.number().min(0).lt(1).optional(),
})
export type ArchitectureOptions = z.infer<typeof ArchitectureOptions>

/** What may be set for one run of a recipe: any knob of the network or of the training. What is absent stays. */
export const RecipeChanges = ArchitectureOptions.extend({
  ...TrainOptions.omit({ seed: true, freezeBatchNorm: true, head: true, patience: true }).partial().shape,
  // Without their defaults, which would take the place of the recipe's own.
  labelSmoothing: TrainOptions.shape.labelSmoothing.unwrap().optional(),
  augmentation: z.object(amounts).partial().optional(),
})
export type RecipeChanges = z.infer<typeof RecipeChanges>
