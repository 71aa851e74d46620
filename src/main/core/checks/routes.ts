import type { Core } from '../core.ts'
import { findingsOf } from './found.ts'
import { pairOf } from './pair.ts'
import type { Os } from '../routes.ts'

export function checksRoutes(os: Os, { checks, library }: Core) {
  return {
    state: os.checks.state.handler(() => checks.state()),
    start: os.checks.start.handler(() => checks.start()),
    cancel: os.checks.cancel.handler(() => checks.cancel()),
    pair: os.checks.pair.handler(({ input }) => new Blob([pairOf(library.db.read, input)])),
    found: os.checks.found.handler(({ input: { ids } }) =>
      ids
        .map((id) => ({ id, findings: findingsOf(library.db.read, id) }))
        .filter(({ findings }) => findings.length > 0),
    ),
  }
}
