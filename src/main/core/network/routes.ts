import type { Core } from '../core.ts'
import type { Os } from '../routes.ts'

export function networkRoutes(os: Os, { looks, places }: Core) {
  return {
    kernels: os.network.kernels.handler(({ input }) => looks.kernels(input.model)),
    look: os.network.look.handler(({ input }) => looks.of(input.id, input.model, input.maps)),
    place: os.network.place.handler(({ input }) => places(input.id)),
  }
}
