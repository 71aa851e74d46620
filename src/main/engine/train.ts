import { setImmediate as eventLoopTurn } from 'node:timers/promises'
import {
  NO_CLASS,
  type ArchitectureOptions,
  type TrainEvent,
  type TrainOptions,
} from '../../shared/contract/engine.ts'
import type { EpochPoint } from '../../shared/contract/training.ts'
import type { InputSpec } from '../../shared/domain.ts'
import { HaberdashError } from '../../shared/errors.ts'
import { architecture } from './architectures/index.ts'
import { fingerprint, readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { buildNetwork, drawWeights, type Network, type PictureNetwork } from './network.ts'
import type { Pause } from './pause.ts'
import { checkInputs, isPicture } from './pixels.ts'
import { BestEpoch, isOver } from './best-epoch.ts'
import { countWithClass } from './labels.ts'
import { withHead, type HeadMap } from './head.ts'
import { ProgressMeter } from './progress.ts'
import { Random } from '../../shared/random.ts'
import { phaseAt } from './schedule.ts'
import { loadModel, saveModel } from './store.ts'
import { Trainer } from './trainer.ts'
import { validate } from './validate.ts'

/** Images to learn from: `count` inputs (bytes, NHWC) with a byte each, the index of its class or `NO_CLASS`. */
export type TrainingData = { count: number; pixels: Uint8Array; labels: Uint8Array }

export type TrainJob = {
  start:
    | {
        from: 'noise'
        architecture: string
        network?: ArchitectureOptions | undefined
        input: InputSpec
        classes: number
      }
    | { from: 'model'; folder: string; head?: HeadMap | undefined }
  data: TrainingData
  /** Scored after each epoch, never learnt from. */
  validation?: TrainingData | undefined
  options: TrainOptions
  /** Folder for the result; it is only written at the end. */
  out: string
  /** File for the state after each epoch, the caller's to remove; `resume` goes on from it where it is there. */
  checkpoint?: { file: string; resume: boolean } | undefined
}

const cancelled = () => new HaberdashError('run-cancelled', 'The training was cancelled.')

async function startingNetwork({ start, options }: TrainJob): Promise<Network> {
  if (start.from === 'model') {
    const network = await loadModel(start.folder)
    return start.head ? withHead(network, start.head, options.seed) : network
  }
  const { height, width, channels } = start.input
  const network = buildNetwork(architecture(start.architecture)(start.classes, start.network), [
    height,
    width,
    channels,
  ])
  drawWeights(network, options.seed)
  return network
}

function refuseHead(network: Network): asserts network is PictureNetwork {
  if (isPicture(network.shape)) return
  throw new HaberdashError('model-mismatch', 'A head on a backbone is fitted anew, not trained on.')
}

function checkData(
  { count, pixels, labels }: TrainingData,
  { shape, classes }: Network,
  isKnown: (label: number) => boolean = (label) => label < classes,
): void {
  checkInputs(pixels, count, shape)
  if (labels.length !== count) {
    throw new HaberdashError('wrong-usage', `${count} images need as many labels, but ${labels.length} came.`)
  }
  const unknown = labels.find((label) => !isKnown(label))
  if (unknown === undefined) return
  throw new HaberdashError(
    'model-mismatch',
    `An image is labelled with class number ${unknown + 1}, but the model knows only ${classes} classes.`,
  )
}

/** The checkpoint of a job, or null: puts the trainer back to it, and gives its curve and how to write the next. */
async function checkpointing(job: TrainJob, trainer: Trainer, best: BestEpoch) {
  if (!job.checkpoint) return null
  const { file, resume } = job.checkpoint
  const run = fingerprint(job)
  const found = resume ? await readCheckpoint(file, run) : null
  if (found) {
    trainer.restore(found)
    best.restore(found.arrays)
  }
  return {
    curve: found?.curve ?? [],
    write: (curve: EpochPoint[]) => {
      const { steps, arrays } = trainer.state()
      return writeCheckpoint(file, { curve, steps, arrays: new Map([...arrays, ...best.state()]) }, run)
    },
  }
}

/** The epochs after those of `curve`: an event for each, and progress. Each batch gives the event loop a turn. */
async function* epochs(
  { trainer, best }: { trainer: Trainer; best: BestEpoch },
  { data, validation, options }: TrainJob,
  curve: EpochPoint[],
  meter: ProgressMeter,
  keepState: ((curve: EpochPoint[]) => Promise<void>) | undefined,
  signal: AbortSignal | undefined,
  pause: Pause | undefined,
): AsyncGenerator<TrainEvent, void> {
  const batches = Math.ceil(data.count / options.batch)
  const { patience = Infinity } = options
  const score = async (network: Network, held: TrainingData) => {
    const validated = await validate(network, held)
    if (patience < Infinity) best.offer(network, validated.loss, curve)
    return validated
  }
  for (let epoch = curve.length + 1; epoch <= options.epochs && !isOver(curve, patience); epoch++) {
    const order = new Random(options.seed, `order ${epoch}`).permutation(data.count)
    const random = new Random(options.seed, `epoch ${epoch}`)
    meter.startEpoch(epoch)
    let rates = 0
    for (let batch = 0; batch < batches; batch++) {
      const indices = order.subarray(batch * options.batch, (batch + 1) * options.batch)
      const phase = phaseAt(options, (epoch - 1) * batches + batch, batches)
      rates += phase.rate
      const { loss, right } = trainer.step(indices, phase, random)
      meter.add(indices.length, loss, right, countWithClass(data.labels, indices))
      await eventLoopTurn()
      if (pause?.on) await meter.uncounted(() => pause.over(signal))
      if (signal?.aborted) throw cancelled()
      const progress = meter.due()
      if (progress) yield { type: 'progress', progress }
    }
    const point: EpochPoint = { epoch, ...meter.means(), learningRate: rates / batches, ...meter.pace() }
    if (validation) point.validation = await trainer.finished((network) => score(network, validation))
    curve.push(point)
    await keepState?.(curve)
    yield { type: 'epoch', point }
  }
}

const nothingToTrainOn = () =>
  new HaberdashError('nothing-to-train-on', 'There are no labelled images to train on.', {
    todo: 'Label some images first.',
  })

/**
 * Trains a network and saves it in `job.out`. Everything random follows from the seed, so a run that goes on from its
 * checkpoint ends as one that was never stopped, and so does one that was held by `pause`. Ends early, and then leaves nothing in `job.out` and the last epoch's
 * checkpoint, with `run-cancelled` (within one batch of the signal), `nothing-to-train-on`, `model-mismatch`,
 * `training-diverged`, `run-interrupted` (no way on from the checkpoint), or what reading or saving a model throws.
 */
export async function* train(
  job: TrainJob,
  signal?: AbortSignal,
  pause?: Pause,
): AsyncGenerator<TrainEvent, void> {
  if (job.data.count === 0) throw nothingToTrainOn()
  const meter = new ProgressMeter(job.options.epochs, Math.ceil(job.data.count / job.options.batch))
  yield { type: 'progress', progress: meter.at('preparing') }
  const network = await startingNetwork(job)
  let trainer: Trainer | undefined
  try {
    refuseHead(network)
    const { classes } = network
    checkData(job.data, network, (label) => label < classes || label === NO_CLASS)
    if (job.validation) checkData(job.validation, network)
    trainer = new Trainer(network, job.data, job.options)
    const best = new BestEpoch()
    const checkpoint = await checkpointing(job, trainer, best)
    const curve = checkpoint?.curve ?? []
    yield* epochs({ trainer, best }, job, curve, meter, checkpoint?.write, signal, pause)
    yield { type: 'progress', progress: meter.at('saving') }
    if (signal?.aborted) throw cancelled()
    await trainer.finished((finished) => {
      best.putBack(finished)
      return saveModel(finished, job.out)
    })
    yield { type: 'saved', parameters: network.model.countParams(), curve }
  } finally {
    if (trainer) trainer.dispose()
    else network.model.dispose()
  }
}
