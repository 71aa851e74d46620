import { eventIterator, type ContractRouterClient } from '@orpc/contract'
import { z } from 'zod'
import { InputSpec } from '../domain.ts'
import { Bytes, procedure } from './common.ts'
import { EpochPoint, Progress } from './training.ts'

/** Images for the engine: `count` model inputs (bytes, 0..255, NHWC) and, to train or score, a class index each. */
const Inputs = z.object({ count: z.int().nonnegative(), pixels: Bytes })
const LabelledInputs = Inputs.extend({
  /** One byte an image: index into the model's classes. */
  labels: Bytes,
})
export type LabelledInputs = z.infer<typeof LabelledInputs>

/** Random changes to a training image; 0 or absent is off. Drawn anew for each image and epoch. */
export const Augmentation = z.object({
  flip: z.boolean().default(false),
  /** Largest shift, fraction of the side. */
  shift: z.number().min(0).max(0.5).default(0),
  /** Scale is drawn from 1 - zoom to 1 + zoom. */
  zoom: z.number().min(0).max(0.5).default(0),
  /** Largest rotation, degrees. */
  rotate: z.number().min(0).max(45).default(0),
  /** Probability that a random rectangle is erased (Zhong et al. 2017, arXiv 1708.04896). */
  erase: z.number().min(0).max(1).default(0),
  /** Tones follow a power drawn from 1 / (1 + contrast) to 1 + contrast; black and white stay as they are. */
  contrast: z.number().min(0).max(3).optional(),
})
export type Augmentation = z.infer<typeof Augmentation>

export const TrainOptions = z.object({
  epochs: z.int().min(1).max(1000),
  batch: z.int().min(1).max(4096),
  /** Peak learning rate of Adam. */
  learningRate: z.number().positive().max(1),
  schedule: z.enum(['constant', 'cosine']),
  labelSmoothing: z.number().min(0).max(0.5).default(0),
  /** Part of a kernel that a step at learning rate 1 would take off it (AdamW); absent is none. */
  weightDecay: z.number().min(0).max(1).optional(),
  /** The saved weights are a running mean over the steps that fades by this; absent or 0: those of the last step. */
  averaging: z.number().min(0).lt(1).optional(),
  augmentation: Augmentation,
  /** Everything random (initial weights, order, dropout, augmentation) follows from it. */
  seed: z.int().nonnegative().max(0xffffffff),
  /** Batch normalisation keeps its statistics: right for fine-tuning on little data. */
  freezeBatchNorm: z.boolean().default(false),
})
export type TrainOptions = z.infer<typeof TrainOptions>

/** Knobs of a network; what is absent is as the architecture has it. */
export const ArchitectureOptions = z.object({
  /** Kernels of the first convolution; those of later ones are in proportion. */
  kernels: z.int().min(1).max(512).optional(),
  dropout: z.number().min(0).lt(1).optional(),
})
export type ArchitectureOptions = z.infer<typeof ArchitectureOptions>

/** The start of a training run: an architecture from noise, or the model in a folder. */
const Start = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('noise'),
    architecture: z.string(),
    network: ArchitectureOptions.optional(),
    input: InputSpec,
    classes: z.int().min(2).max(200),
  }),
  z.object({ from: z.literal('model'), folder: z.string() }),
])

/** A file for the state after each epoch, gone when the training is done; `resume` goes on from it where it is there. */
const Checkpointing = z.object({ file: z.string(), resume: z.boolean() })

const TrainEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), progress: Progress }),
  z.object({ type: z.literal('epoch'), point: EpochPoint }),
  /** Last: the model's topology and weights are written to the folder asked for. */
  z.object({ type: z.literal('saved'), parameters: z.int().positive(), curve: z.array(EpochPoint) }),
])
export type TrainEvent = z.infer<typeof TrainEvent>

/** What main may ask of the engine process. Only main speaks to it; folders are main's own. */
export const engineContract = {
  /** Probabilities: float32, count x classes, row by row. The model in the folder is kept loaded. */
  predict: procedure
    .input(Inputs.extend({ folder: z.string() }))
    .output(z.object({ classes: z.int(), probabilities: Bytes })),
  /** Trains and writes model.json and weights.bin into the empty folder `out`. Aborting the iterator cancels. */
  train: procedure
    .input(
      z.object({
        start: Start,
        data: LabelledInputs,
        options: TrainOptions,
        out: z.string(),
        checkpoint: Checkpointing.optional(),
      }),
    )
    .output(eventIterator(TrainEvent)),
  /** Forgets a loaded model, so that its folder may go. */
  release: procedure.input(z.object({ folder: z.string() })).output(z.void()),
  memory: procedure.output(z.object({ tensors: z.int(), bytes: z.int(), rssBytes: z.int() })),
}

export type EngineApi = ContractRouterClient<typeof engineContract>
