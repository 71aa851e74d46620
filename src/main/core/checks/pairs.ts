import type { NeighbourGraph } from '../neighbours/graph.ts'

/** Two images by their places in the graph, the lower first, and how far their features are from each other. */
export type Pair = { a: number; b: number; distance: number }

/**
 * Of the places from `from` to before `to` each pair of them with another of which one is among the nearest of the other and
 * which are no further apart than `within`. Over all places, each pair once.
 */
export function closePairs(graph: NeighbourGraph, within: number, from: number, to: number): Pair[] {
  const { k, indices, distances } = graph
  const pairs: Pair[] = []
  for (let place = from; place < to; place++) {
    for (let at = place * k; at < (place + 1) * k; at++) {
      const other = indices[at]!
      const distance = distances[at]!
      if (other === place || distance > within) continue
      // Where both have each other, the lower one tells of it.
      if (other < place && isNear(graph, other, place)) continue
      pairs.push({ a: Math.min(place, other), b: Math.max(place, other), distance })
    }
  }
  return pairs
}

function isNear({ k, indices }: NeighbourGraph, place: number, other: number): boolean {
  for (let at = place * k; at < (place + 1) * k; at++) if (indices[at] === other) return true
  return false
}

/** For each place the lowest of its group: those that pairs lead to from it. (Union-find with path halving.) */
export function groupsOf(count: number, pairs: readonly Pair[]): Int32Array {
  const parent = Int32Array.from({ length: count }, (_, i) => i)
  const rootOf = (place: number): number => {
    let at = place
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!
    return at
  }
  for (const { a, b } of pairs) {
    const [one, two] = [rootOf(a), rootOf(b)]
    parent[Math.max(one, two)] = Math.min(one, two)
  }
  return parent.map((_, place) => rootOf(place))
}
