import { HaberdashError } from '../../../shared/errors.ts'
import type { Core } from '../core.ts'
import { tell, type Os } from '../routes.ts'
import { compare } from './compare.ts'
import { exportFiles } from './export.ts'
import { evaluate, type Classify } from './scoring.ts'

export function modelsRoutes(os: Os, core: Core) {
  const { library, models, predictors, predictions, runs, training, events } = core
  return {
    list: os.models.list.handler(() => models.list()),
    activate: os.models.activate.handler(({ input }) => {
      const version = models.activate(input.id)
      events.publish({ type: 'models-changed' })
      predictions.all()
      return version
    }),
    annotate: os.models.annotate.handler(({ input }) => {
      const version = models.annotate(input.id, input.note)
      events.publish({ type: 'models-changed' })
      return version
    }),
    remove: os.models.remove.handler(async ({ input: { id } }) => {
      const running = training.running()
      if (running !== null && runs.get(running).parent === id) {
        throw new HaberdashError(
          'model-in-use',
          `A training run starts from ${id}, so it can't be removed now.`,
          {
            todo: 'Wait for the run to end, or cancel it.',
          },
        )
      }
      await models.remove(id)
      await predictors.useAll((api) => api.release({ folder: models.folder(id) }))
      events.publish({ type: 'models-changed' })
      return { removed: id }
    }),
    export: os.models.export.handler(async ({ input: { id, format } }) => ({
      files: await exportFiles(core, id, format),
    })),
    compare: os.models.compare.handler(async function* ({ input, signal }) {
      try {
        yield* compare(core, input, signal)
      } catch (error) {
        // What an iterator throws, it throws after the middleware is done. Nobody hears of one that was cancelled.
        if (!signal?.aborted) throw tell(library, error)
      }
    }),
    classifyAgain: os.models.classifyAgain.handler(() => predictions.again()),
    evaluate: os.models.evaluate.handler(({ input }) => {
      const model = input.id === undefined ? models.active() : models.get(input.id)
      if (!model) throw new HaberdashError('model-unknown', 'There is no active model to score.')
      const classify: Classify = (inputs, count) => predictions.run(models.folder(model.id), inputs, count)
      return evaluate(library, model, input.split, { sight: core.sight, classify })
    }),
  }
}
