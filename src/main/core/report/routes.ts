import type { Core } from '../core.ts'
import { tell, type Os } from '../routes.ts'
import { makeReport } from './report.ts'

export function reportRoutes(os: Os, core: Core) {
  return {
    make: os.report.make.handler(async function* ({ input, signal }) {
      try {
        yield* makeReport(core, input.id, signal)
      } catch (error) {
        // What an iterator throws, it throws after the middleware is done. Nobody hears of one that was cancelled.
        if (!signal?.aborted) throw tell(core.library, error)
      }
    }),
  }
}
