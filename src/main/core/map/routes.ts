import type { Core } from '../core.ts'
import { tell, type Os } from '../routes.ts'
import { idsIn } from '../sets/ids.ts'
import type { Points } from './place.ts'

export function mapRoutes(os: Os, { library, map }: Core) {
  return {
    state: os.map.state.handler(() => map.state()),
    pca: os.map.pca.handler(async ({ signal }) => sent(await map.pca(signal))),
    umap: os.map.umap.handler(() => {
      const points = map.umap()
      return points && sent(points)
    }),
    marks: os.map.marks.handler(
      async ({ input }) => new Blob([map.marks(idsIn(await input.ids.arrayBuffer()))]),
    ),
    make: os.map.make.handler(async function* ({ signal }) {
      try {
        yield* map.make(signal)
      } catch (error) {
        // What an iterator throws, it throws after the middleware is done. Nobody hears of one that was ended.
        if (!signal?.aborted) throw tell(library, error)
      }
    }),
    cancel: os.map.cancel.handler(() => map.cancel()),
  }
}

const sent = <Of extends Points>({ ids, points, ...of }: Of) => ({
  ...of,
  ids: new Blob([new Uint32Array(ids)]),
  points: new Blob([new Float32Array(points)]),
})
