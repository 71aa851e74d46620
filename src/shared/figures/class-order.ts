/** A tree of classes: a leaf, or two trees and how unlike each other they are. */
type Tree = { leaves: number[]; parts: [Tree, Tree] | null }

/**
 * An order of classes in which those that are confused stand side by side: they are clustered by how often one is taken for
 * the other (average linkage), and the tree's branches turned so that neighbours are as alike as can be (Bar-Joseph,
 * Gifford, Jaakkola 2001, "Fast optimal leaf ordering for hierarchical clustering"). The same matrix gives the same order.
 * @param confusion images; row: label, column: answer
 * @returns places of the classes, the first of the two ends being the lower one
 */
export function clusteredOrder(confusion: readonly (readonly number[])[]): number[] {
  if (confusion.length < 3) return [...confusion.keys()]
  const distance = distances(confusion)
  const order = bestOrder(cluster(distance), distance)
  return order[0]! <= order.at(-1)! ? order : order.reverse()
}

/** 1 less the mean share of each class that is taken for the other: 0 (always confused) to 1 (never). */
function distances(confusion: readonly (readonly number[])[]): number[][] {
  const totals = confusion.map((row) =>
    Math.max(
      1,
      row.reduce((sum, images) => sum + images, 0),
    ),
  )
  return confusion.map((row, i) =>
    row.map((images, j) => (i === j ? 0 : 1 - (images / totals[i]! + confusion[j]![i]! / totals[j]!) / 2)),
  )
}

/** Joins the two nearest trees until there is one; of equals those of the lowest classes. */
function cluster(distance: number[][]): Tree {
  const trees: Tree[] = distance.map((_, leaf) => ({ leaves: [leaf], parts: null }))
  const between = distance.map((row) => [...row])
  const alive = [...distance.keys()]
  while (alive.length > 1) {
    let [best, left, right] = [Infinity, 0, 1]
    for (const [at, i] of alive.entries())
      for (const j of alive.slice(at + 1))
        if (between[i]![j]! < best - 1e-12) [best, left, right] = [between[i]![j]!, i, j]
    const [a, b] = [trees[left]!, trees[right]!]
    for (const other of alive) {
      const sum = between[left]![other]! * a.leaves.length + between[right]![other]! * b.leaves.length
      between[left]![other] = between[other]![left] = sum / (a.leaves.length + b.leaves.length)
    }
    trees[left] = { leaves: [...a.leaves, ...b.leaves], parts: [a, b] }
    alive.splice(alive.indexOf(right), 1)
  }
  return trees[alive[0]!]!
}

/** Of a tree's orders the shortest for each pair of ends: its length, and the two inner ends where its parts meet. */
type Ends = Map<number, { length: number; inner: [number, number] | null }>
const KEY = 1024
const keyOf = (first: number, last: number) => first * KEY + last

function bestOrder(root: Tree, distance: number[][]): number[] {
  const known = new Map<Tree, Ends>()
  const fill = (tree: Tree): Ends => {
    const ends: Ends = new Map()
    known.set(tree, ends)
    if (!tree.parts) return ends.set(keyOf(tree.leaves[0]!, tree.leaves[0]!), { length: 0, inner: null })
    const [a, b] = tree.parts
    const [first, second] = [fill(a), fill(b)]
    for (const u of a.leaves) {
      const reach = reached(u, a, first, b, distance)
      for (const w of b.leaves) {
        const best = joined(w, reach, b, second)
        ends.set(keyOf(u, w), best)
        ends.set(keyOf(w, u), { length: best.length, inner: [best.inner[1], best.inner[0]] })
      }
    }
    return ends
  }
  const ends = fill(root)
  let best = [...ends][0]!
  for (const one of ends) if (one[1].length < best[1].length - 1e-12) best = one
  return laidOut(root, Math.floor(best[0] / KEY), best[0] % KEY, known)
}

/** From the end `u` through the first tree to each leaf of the second: how long, and by which last leaf of the first. */
function reached(u: number, a: Tree, ends: Ends, b: Tree, distance: number[][]) {
  const reach = new Map<number, { length: number; by: number }>()
  for (const k of b.leaves) {
    let best = { length: Infinity, by: u }
    for (const m of a.leaves) {
      const own = ends.get(keyOf(u, m))
      const length = own ? own.length + distance[m]![k]! : Infinity
      if (length < best.length - 1e-12) best = { length, by: m }
    }
    reach.set(k, best)
  }
  return reach
}

function joined(w: number, reach: Map<number, { length: number; by: number }>, b: Tree, ends: Ends) {
  let best = { length: Infinity, inner: [0, 0] as [number, number] }
  for (const k of b.leaves) {
    const own = ends.get(keyOf(k, w))
    const length = own ? own.length + reach.get(k)!.length : Infinity
    if (length < best.length - 1e-12) best = { length, inner: [reach.get(k)!.by, k] }
  }
  return best
}

/** A tree's leaves from one end to the other. */
function laidOut(tree: Tree, first: number, last: number, known: Map<Tree, Ends>): number[] {
  if (!tree.parts) return [first]
  const [m, k] = known.get(tree)!.get(keyOf(first, last))!.inner!
  const [a, b] = tree.parts
  const [from, to] = a.leaves.includes(first) ? [a, b] : [b, a]
  return [...laidOut(from, first, m, known), ...laidOut(to, k, last, known)]
}
