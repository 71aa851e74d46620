import type { Core } from '../core.ts'
import type { Os } from '../routes.ts'

export function setsRoutes(os: Os, { sets }: Core) {
  return {
    keep: os.sets.keep.handler(async ({ input }) => sets.keep(input.name, await input.ids.arrayBuffer())),
    get: os.sets.get.handler(({ input }) => sets.get(input.id)),
  }
}
