import { implement } from '@orpc/server'
import { engineContract, type LabelledInputs } from '../../shared/contract/engine.ts'
import { toOrpcError } from '../../shared/error-mapping.ts'
import { loadBackbone } from './backbone/backbone.ts'
import { fitHead } from './backbone/head.ts'
import { ModelCache } from './cache.ts'
import { Pause } from './pause.ts'
import { checkPixels } from './pixels.ts'
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

/** The engine's procedures, over one cache of loaded models. */
export function createEngineRouter() {
  const models = new ModelCache()
  const pauses = new Map<string, Pause>()
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
      return models.use(input.folder, async (model) => {
        checkPixels(pixels, input.count, model.shape)
        const rows = await predict(model, pixels, signal)
        return { classes: model.classes, probabilities: new Blob([rows]) }
      })
    }),
    describe: engine.describe.handler(async ({ input, signal }) => {
      const pixels = await bytesOf(input.pixels)
      return models.use(input.folder, async (model) => {
        checkPixels(pixels, input.count, model.shape)
        const { probabilities, features } = await describe(model, pixels, signal)
        return { probabilities: new Blob([probabilities]), features: new Blob([features]) }
      })
    }),
    train: engine.train.handler(async function* ({ input, signal }) {
      const { start, options, out, checkpoint } = input
      const pause = new Pause()
      pauses.set(out, pause)
      try {
        const data = await trainingData(input.data)
        const validation = input.validation && (await trainingData(input.validation))
        yield* train({ start, data, validation, options, out, checkpoint }, signal, pause)
      } catch (error) {
        // What an iterator throws, it throws after the middleware is done.
        throw toOrpcError(error)
      } finally {
        pauses.delete(out)
      }
    }),
    backbone: engine.backbone.handler(async ({ input }) => {
      const { side, features, dispose } = await loadBackbone(input.folder)
      dispose()
      return { side, features }
    }),
    embed: engine.embed.handler(async ({ input }) => {
      const pixels = await bytesOf(input.pixels)
      const backbone = await loadBackbone(input.folder)
      try {
        checkPixels(pixels, input.count, [backbone.side, backbone.side, 3])
        return { features: new Blob([await backbone.embed(pixels, input.scaling)]) }
      } finally {
        backbone.dispose()
      }
    }),
    fitHead: engine.fitHead.handler(async ({ input }) => {
      const features = new Float32Array(await input.features.arrayBuffer())
      const { kernel, bias } = fitHead(features, await bytesOf(input.labels), input.classes)
      return { kernel: new Blob([kernel]), bias: new Blob([bias]) }
    }),
    pause: engine.pause.handler(({ input }) => pauses.get(input.out)?.set(input.paused)),
    savedModel: engine.savedModel.handler(({ input: { folder, temperature } }) =>
      models.use(folder, async (model) => new Blob([savedModel(model, temperature)])),
    ),
    release: engine.release.handler(({ input }) => models.release(input.folder)),
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
