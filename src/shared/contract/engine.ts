import { eventIterator, type ContractRouterClient } from '@orpc/contract'
import { z } from 'zod'
import { InputSpec } from '../domain.ts'
import { BackboneRef, BackboneShape, Scaling, Sha256 } from './backbone.ts'
import { Bytes, procedure } from './common.ts'
import { FirstKernels, NetworkLook } from './network.ts'
import { ArchitectureOptions, Augmentation, HeadOptions, TrainOptions } from '../train-options.ts'
import { EpochPoint, Progress } from './training.ts'

/**
 * Images for the engine: `count` model inputs (bytes, 0..255, NHWC; for a head on a backbone features, float32) and, to
 * train or score, a class index each.
 */
const Inputs = z.object({ count: z.int().nonnegative(), pixels: Bytes })
/**
 * The label of a picture that is of no class: what is learnt of it is that none is likelier than another (outlier exposure:
 * Hendrycks, Mazeika, Dietterich 2019, arXiv 1812.04606).
 */
export const NO_CLASS = 255

const LabelledInputs = Inputs.extend({
  /** One byte an image: index into the model's classes; to train on, `NO_CLASS` too. */
  labels: Bytes,
})
export type LabelledInputs = z.infer<typeof LabelledInputs>

export { ArchitectureOptions, Augmentation, TrainOptions } from '../train-options.ts'

/** The start of a training run: an architecture from noise, or the model in a folder. */
const Start = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('noise'),
    architecture: z.string(),
    network: ArchitectureOptions.optional(),
    input: InputSpec,
    classes: z.int().min(2).max(200),
  }),
  z.object({
    from: z.literal('model'),
    folder: z.string(),
    /** Where the classes changed: for each of them the output of that model it goes on from, null for a new one. */
    head: z.array(z.int().nonnegative().nullable()).min(2).max(200).optional(),
  }),
])

/** A file for the state after each epoch, main's to remove; `resume` goes on from it where it is there. */
const Checkpointing = z.object({ file: z.string(), resume: z.boolean() })

const TrainEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), progress: Progress }),
  z.object({ type: z.literal('epoch'), point: EpochPoint }),
  /** Last: the model's topology and weights are written to the folder asked for. */
  z.object({ type: z.literal('saved'), parameters: z.int().positive(), curve: z.array(EpochPoint) }),
])
export type TrainEvent = z.infer<typeof TrainEvent>

/** In the place of a fold: judged, and never learnt from. */
export const JUDGED_ONLY = 255

/** What main may ask of the engine process. Only main speaks to it; folders are main's own. */
export const engineContract = {
  /** Probabilities: float32, count x classes, row by row. The model in the folder is kept loaded. */
  predict: procedure
    .input(Inputs.extend({ folder: z.string() }))
    .output(z.object({ classes: z.int(), probabilities: Bytes })),
  /**
   * The same, and the features the probabilities come from: the input of the model's last dense layer, float16, count
   * rows.
   */
  describe: procedure
    .input(Inputs.extend({ folder: z.string() }))
    .output(z.object({ probabilities: Bytes, features: Bytes })),
  /** The first layer's kernels; null where that is no convolution. */
  kernels: procedure.input(z.object({ folder: z.string() })).output(FirstKernels.nullable()),
  /** What the model makes of one input, stage by stage, and where it looks for each of its classes. */
  look: procedure
    .input(z.object({ folder: z.string(), pixels: Bytes, maps: z.boolean() }))
    .output(NetworkLook.extend({ probabilities: Bytes })),
  /** Trains and writes model.json and weights.bin into the empty folder `out`. Aborting the iterator cancels. */
  train: procedure
    .input(
      z.object({
        start: Start,
        data: LabelledInputs,
        validation: LabelledInputs.optional(),
        options: TrainOptions,
        out: z.string(),
        checkpoint: Checkpointing.optional(),
      }),
    )
    .output(eventIterator(TrainEvent)),
  /** A picture as a training with this augmentation may see it, so many times: each changed at random. */
  augment: procedure
    .input(
      z.object({
        pixels: Bytes,
        input: InputSpec,
        augmentation: Augmentation,
        times: z.int().min(1).max(100),
        seed: z.int().min(0).max(0xffffffff),
      }),
    )
    .output(z.object({ pixels: Bytes })),
  /** A model as the bytes of a TensorFlow saved_model.pb (src/main/engine/saved-model). */
  savedModel: procedure
    .input(z.object({ folder: z.string(), temperature: z.number().positive() }))
    .output(Bytes),
  /** Lets the training or fitting into `out` stand still at its next batch, or go on. Where none is, nothing happens. */
  pause: procedure.input(z.object({ out: z.string(), paused: z.boolean() })).output(z.void()),
  /** What a backbone takes and gives; its files are checked, and it is run once. */
  backbone: procedure.input(BackboneRef).output(BackboneShape),
  /** Features of pictures by a backbone: float32, count rows. It is kept loaded. */
  embed: procedure
    .input(Inputs.extend({ backbone: BackboneRef, scaling: Scaling }))
    .output(z.object({ features: Bytes })),
  /**
   * Fits a head on a backbone's features to labelled rows of them, and writes it as a model into the empty folder `out`.
   * Aborting the iterator cancels.
   */
  fitHead: procedure
    .input(
      z.object({
        data: LabelledInputs,
        validation: LabelledInputs.optional(),
        classes: z.int().min(2).max(200),
        options: HeadOptions,
        out: z.string(),
      }),
    )
    .output(eventIterator(TrainEvent)),
  /**
   * Probabilities of the images of one fold by a head that has not learnt from them: float32, a row each of `classes` values, in their
   * order. `features`: float16, a row each; `labels`: a class index each, a byte; `folds`: a fold each, a byte, or `JUDGED_ONLY`.
   */
  judgeFold: procedure
    .input(
      z.object({
        ...{ features: Bytes, labels: Bytes, folds: Bytes },
        fold: z.int().min(0).max(JUDGED_ONLY),
        classes: z.int().min(2).max(200),
        options: HeadOptions,
      }),
    )
    .output(z.object({ probabilities: Bytes })),
  /** Forgets a loaded model, so that its folder may go. */
  release: procedure.input(z.object({ folder: z.string() })).output(z.void()),
  releaseBackbone: procedure.input(z.object({ sha256: Sha256 })).output(z.void()),
  /** `peakRssBytes`: the most memory the process has held since it started. */
  memory: procedure.output(
    z.object({ tensors: z.int(), bytes: z.int(), rssBytes: z.int(), peakRssBytes: z.int() }),
  ),
}

export type EngineApi = ContractRouterClient<typeof engineContract>
