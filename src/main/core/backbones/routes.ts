import type { Core } from '../core.ts'
import { tell, type Os } from '../routes.ts'

export function backbonesRoutes(os: Os, core: Core) {
  const { library, backbones } = core
  return {
    list: os.backbones.list.handler(() => backbones.list()),
    send: os.backbones.send.handler(({ input: { upload, file, piece } }) =>
      backbones.send(upload, file, piece),
    ),
    add: os.backbones.add.handler(async function* ({ input, signal }) {
      try {
        yield* backbones.add(input, signal)
      } catch (error) {
        if (!signal?.aborted) throw tell(library, error)
      }
    }),
    remove: os.backbones.remove.handler(async ({ input: { name } }) => {
      await backbones.remove(name)
      return { removed: name }
    }),
  }
}
