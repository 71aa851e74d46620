import { implement } from '@orpc/server'
import { engineContract } from '../../shared/contract/engine.ts'
import { toOrpcError } from '../../shared/error-mapping.ts'
import { ModelCache } from './cache.ts'
import { checkPixels } from './pixels.ts'
import { predict } from './predict.ts'
import { tf } from './tf.ts'
import { train } from './train.ts'

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer())

/** The engine's procedures, over one cache of loaded models. */
export function createEngineRouter() {
  const models = new ModelCache()
  const engine = implement(engineContract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw toOrpcError(error)
    }
  })

  return engine.router({
    predict: engine.predict.handler(async ({ input }) => {
      const pixels = await bytesOf(input.pixels)
      return models.use(input.folder, async (model) => {
        checkPixels(pixels, input.count, model.shape)
        const rows = await predict(model, pixels)
        return { classes: model.classes, probabilities: new Blob([rows as Float32Array<ArrayBuffer>]) }
      })
    }),
    train: engine.train.handler(async function* ({ input, signal }) {
      const [pixels, labels] = [await bytesOf(input.data.pixels), await bytesOf(input.data.labels)]
      const { start, options, out, checkpoint } = input
      try {
        const data = { count: input.data.count, pixels, labels }
        yield* train({ start, data, options, out, checkpoint }, signal)
      } catch (error) {
        // What an iterator throws, it throws after the middleware is done.
        throw toOrpcError(error)
      }
    }),
    release: engine.release.handler(({ input }) => models.release(input.folder)),
    memory: engine.memory.handler(() => {
      const { numTensors, numBytes } = tf.memory()
      return { tensors: numTensors, bytes: numBytes, rssBytes: process.memoryUsage.rss() }
    }),
  })
}
