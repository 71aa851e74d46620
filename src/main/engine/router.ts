import { implement } from '@orpc/server'
import { engineContract, type LabelledInputs, type TrainEvent } from '../../shared/contract/engine.ts'
import { toOrpcError } from '../../shared/error-mapping.ts'
import { changed } from './changed.ts'
import { loadBackbone } from './backbone/backbone.ts'
import { judgeFold } from './backbone/cross-validation.ts'
import { fitHead } from './backbone/head.ts'
import { Loaded } from './loaded.ts'
import { firstKernels } from './look/kernels.ts'
import { look, type Looked } from './look/look.ts'
import { Pause } from './pause.ts'
import { checkInputs } from './pixels.ts'
import { describe, predict } from './predict.ts'
import { savedModel } from './saved-model/index.ts'
import { tf } from './tf.ts'
import { train, type TrainingData } from './train.ts'

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer())

/** Labelled images as they come over the wire, for the training loop. */
const trainingData = async ({ count, pixels, labels }: LabelledInputs): Promise<TrainingData> => ({
  count,
  pixels: await bytesOf(pixels),
  labels: await bytesOf(labels),
})

const labelled = async (input: { data: LabelledInputs; validation?: LabelledInputs | undefined }) => ({
  data: await trainingData(input.data),
  validation: input.validation && (await trainingData(input.validation)),
})

const lookOnTheWire = ({ stages, maps, numbers, probabilities, attention }: Looked) => ({
  stages,
  maps: new Blob([maps]),
  numbers: new Blob([numbers]),
  probabilities: new Blob([probabilities]),
  attention: attention && { ...attention, values: new Blob([attention.values]) },
})

/** The engine's procedures, over what is loaded. */
export function createEngineRouter() {
  const loaded = new Loaded()
  const pauses = new Map<string, Pause>()
  /** What a training tells, while `pause` can find it. */
  async function* pausable(out: string, start: (pause: Pause) => AsyncGenerator<TrainEvent>) {
    const pause = new Pause()
    pauses.set(out, pause)
    try {
      yield* start(pause)
    } catch (error) {
      // What an iterator throws, it throws after the middleware is done.
      throw toOrpcError(error)
    } finally {
      pauses.delete(out)
    }
  }
  const engine = implement(engineContract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw toOrpcError(error)
    }
  })

  return engine.router({
    predict: engine.predict.handler(async ({ input, signal }) => {
      const pixels = await bytesOf(input.pixels)
      return loaded.model(input.folder, async (model) => {
        checkInputs(pixels, input.count, model.shape)
        const rows = await predict(model, pixels, signal)
        return { classes: model.classes, probabilities: new Blob([rows]) }
      })
    }),
    describe: engine.describe.handler(async ({ input, signal }) => {
      const pixels = await bytesOf(input.pixels)
      return loaded.model(input.folder, async (model) => {
        checkInputs(pixels, input.count, model.shape)
        const { probabilities, features } = await describe(model, pixels, signal)
        return { probabilities: new Blob([probabilities]), features: new Blob([features]) }
      })
    }),
    kernels: engine.kernels.handler(({ input }) =>
      loaded.model(input.folder, async (model) => {
        const found = firstKernels(model)
        return found && { ...found, values: new Blob([found.values]) }
      }),
    ),
    look: engine.look.handler(async ({ input }) => {
      const pixels = await bytesOf(input.pixels)
      return loaded.model(input.folder, async (model) => {
        checkInputs(pixels, 1, model.shape)
        return lookOnTheWire(look(model, pixels, input.maps))
      })
    }),
    train: engine.train.handler(async function* ({ input, signal }) {
      const { start, options, out, checkpoint } = input
      const { data, validation } = await labelled(input)
      const job = { start, data, validation, options, out, checkpoint }
      yield* pausable(out, (pause) => train(job, signal, pause))
    }),
    fitHead: engine.fitHead.handler(async function* ({ input, signal }) {
      const { classes, options, out } = input
      const job = { ...(await labelled(input)), classes, options, out }
      yield* pausable(out, (pause) => fitHead(job, signal, pause))
    }),
    judgeFold: engine.judgeFold.handler(async ({ input, signal }) => {
      const { labels, folds, features, ...job } = input
      const bytes = { labels: await bytesOf(labels), folds: await bytesOf(folds) }
      const rows = new Float16Array(await features.arrayBuffer())
      return { probabilities: new Blob([await judgeFold({ ...job, ...bytes, features: rows }, signal)]) }
    }),
    backbone: engine.backbone.handler(async ({ input: { folder, sha256 } }) => {
      const { side, features, dispose } = await loadBackbone(folder, sha256)
      dispose()
      return { side, features }
    }),
    embed: engine.embed.handler(async ({ input, signal }) => {
      const pixels = await bytesOf(input.pixels)
      return loaded.backbone(input.backbone, async (backbone) => {
        checkInputs(pixels, input.count, [backbone.side, backbone.side, 3])
        return { features: new Blob([await backbone.embed(pixels, input.scaling, signal)]) }
      })
    }),
    augment: engine.augment.handler(async ({ input }) => {
      const { height, width, channels } = input.input
      const [picture, shape] = [await bytesOf(input.pixels), [height, width, channels] as const]
      checkInputs(picture, 1, shape)
      return { pixels: new Blob([changed(picture, shape, input.augmentation, input)]) }
    }),
    pause: engine.pause.handler(({ input }) => pauses.get(input.out)?.set(input.paused)),
    savedModel: engine.savedModel.handler(({ input: { folder, temperature } }) =>
      loaded.model(folder, async (model) => new Blob([savedModel(model, temperature)])),
    ),
    release: engine.release.handler(({ input }) => loaded.releaseModel(input.folder)),
    releaseBackbone: engine.releaseBackbone.handler(({ input }) => loaded.releaseBackbone(input.sha256)),
    memory: engine.memory.handler(() => {
      const { numTensors, numBytes } = tf.memory()
      return {
        tensors: numTensors,
        bytes: numBytes,
        rssBytes: process.memoryUsage.rss(),
        peakRssBytes: process.resourceUsage().maxRSS * 1024,
      }
    }),
  })
}
