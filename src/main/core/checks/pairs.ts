import type { NeighbourGraph } from '../neighbours/graph.ts'

/** Two images by their places in the graph, the lower first, and how far their features are from each other. */
export type Pair = { a: number; b: number; distance: number }

/** Each two of which one is among the nearest of the other and which are no further apart than this, the nearest first. */
export function closePairs({ ids, k, indices, distances }: NeighbourGraph, within: number): Pair[] {
  const seen = new Set<number>()
  const pairs: Pair[] = []
  for (let place = 0; place < ids.length; place++) {
    for (let rank = 0; rank < k; rank++) {
      const other = indices[place * k + rank]!
      const distance = distances[place * k + rank]!
      if (other === place || distance > within) continue
      const [a, b] = other < place ? [other, place] : [place, other]
      const key = a * ids.length + b
      if (seen.has(key)) continue
      seen.add(key)
      pairs.push({ a, b, distance })
    }
  }
  return pairs.sort((one, two) => one.distance - two.distance || one.a - two.a || one.b - two.b)
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
