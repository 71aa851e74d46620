import type { ModelId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Core } from '../core.ts'
import { tell, type Os } from '../routes.ts'
import { askVersion } from './ask.ts'
import { changesBetween } from './changes.ts'
import { imagesBehind } from './images.ts'
import { resultsOf } from './results.ts'

export function resultsRoutes(os: Os, core: Core) {
  const { library, models } = core
  const version = (id: ModelId | undefined) => {
    const model = id === undefined ? models.active() : models.get(id)
    if (!model) throw new HaberdashError('model-unknown', 'There is no active model to look at.')
    return model
  }
  return {
    of: os.results.of.handler(({ input }) => resultsOf(core, version(input.model), input.split)),
    images: os.results.images.handler(
      async ({ input }) => new Blob([await imagesBehind(core, version(input.model), input)]),
    ),
    changes: os.results.changes.handler(({ input: { a, b, split } }) =>
      changesBetween(core, [version(a), version(b)], split),
    ),
    ask: os.results.ask.handler(async function* ({ input, signal }) {
      try {
        yield* askVersion(core, version(input.model), input.split, signal)
      } catch (error) {
        // What an iterator throws, it throws after the middleware is done. Nobody hears of one that was cancelled.
        if (!signal?.aborted) throw tell(library, error)
      }
    }),
  }
}
