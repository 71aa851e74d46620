import type { Features } from '../models/features.ts'
import { loadAtlas } from './atlas.ts'
import { nearest } from './nearest.ts'

/** Of each image so many others. */
export const NEIGHBOURS = 15

/** So few images are compared each with each; of more, NN-descent misses one neighbour in some hundreds. */
const EXACT = 1000

const SEED = 1

/**
 * The images nearest to each by a version's features. Row i of `indices` and `distances`, both [ids, k], is of image `ids[i]`:
 * itself first, then the nearest ones, nearest first.
 */
export type NeighbourGraph = {
  /** Ascending. */
  ids: Uint32Array
  /** One more than `NEIGHBOURS`, or as many as there are images. */
  k: number
  /** Places in `ids`. */
  indices: Int32Array
  /**
   * Euclidean, between features of length 1: 0 to 2; the cosine similarity of two is 1 - distance^2 / 2.
   */
  distances: Float32Array
}

/**
 * By NN-descent (Dong, Charikar, Li 2011), seeded; exactly where there are few images.
 * @param features with rows of length 1
 * @param tell hears how much is done, 0 to 1
 */
export async function neighbourGraph(
  features: Features,
  tell: (fraction: number) => void,
): Promise<NeighbourGraph> {
  const k = Math.min(NEIGHBOURS + 1, features.ids.length)
  const graph: NeighbourGraph = {
    ids: features.ids,
    k,
    indices: new Int32Array(features.ids.length * k),
    distances: new Float32Array(features.ids.length * k),
  }
  if (features.ids.length <= EXACT) fillExactly(graph, features)
  else await fillByDescent(graph, features, tell)
  return graph
}

function fillExactly({ k, indices, distances }: NeighbourGraph, features: Features): void {
  for (const place of features.ids.keys()) {
    const { places, similarities } = nearest(features, place, k)
    indices.set(places, place * k)
    distances.set(
      similarities.map((similarity, rank) => (rank === 0 ? 0 : Math.sqrt(Math.max(0, 2 - 2 * similarity)))),
      place * k,
    )
  }
}

async function fillByDescent(
  { k, indices, distances }: NeighbourGraph,
  { ids, width, values }: Features,
  tell: (fraction: number) => void,
): Promise<void> {
  const { createNNDescent } = await loadAtlas()
  const found = await createNNDescent(ids.length, width, values, {
    ...{ metric: 'euclidean', nNeighbors: k, seed: SEED, progress: tell },
  })
  for (let place = 0; place < ids.length; place++) {
    const row = found.queryByIndex(place, k)
    indices.set(row.indices, place * k)
    distances.set(row.distances, place * k)
  }
  found.destroy()
}
