import { loadAtlas } from '../neighbours/atlas.ts'
import type { NeighbourGraph } from '../neighbours/graph.ts'

/** As UMAP's authors have it for many points; of few each turn costs nothing, and more of them are needed. */
const EPOCHS = { many: 200, few: 500 }
const FEW = 10_000
/** Between two looks at how far it is. */
const EPOCHS_AT_ONCE = 5
const SEED = 1

/**
 * Places of images in the plane by UMAP (McInnes, Healy, Melville 2018, arXiv 1802.03426), so that those near each other in the
 * graph are so there too: [ids, 2]. Distances between far groups mean little.
 * @param tell hears how much is done, 0 to 1
 */
export async function layoutOf(
  graph: NeighbourGraph,
  tell: (fraction: number) => void,
): Promise<Float32Array> {
  const { ids, indices, distances } = graph
  const { createUMAPFromKNN } = await loadAtlas()
  tell(0)
  const layout = await createUMAPFromKNN(ids.length, 2, indices, distances, { seed: SEED })
  const epochs = ids.length < FEW ? EPOCHS.few : EPOCHS.many
  // Its own way to the end tells of nothing until it is there.
  while (layout.epoch < epochs) {
    layout.setParameters({ learningRate: 1 - layout.epoch / epochs })
    await layout.step(Math.min(EPOCHS_AT_ONCE, epochs - layout.epoch))
    tell(layout.epoch / epochs)
  }
  const points = new Float32Array(layout.embedding)
  layout.destroy()
  return points
}
