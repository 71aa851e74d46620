import type { Core } from '../core.ts'
import type { Os } from '../routes.ts'

export function checksRoutes(os: Os, { checks }: Core) {
  return {
    state: os.checks.state.handler(() => checks.state()),
    start: os.checks.start.handler(() => checks.start()),
    cancel: os.checks.cancel.handler(() => checks.cancel()),
  }
}
