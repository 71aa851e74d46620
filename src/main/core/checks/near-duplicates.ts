import { setImmediate as pause } from 'node:timers/promises'
import type { ImageId } from '../../../shared/domain.ts'
import type { Library } from '../library/library.ts'
import type { NeighbourGraph } from '../neighbours/graph.ts'
import { nearByColour, nearByHash } from '../photos/look.ts'
import { closePairs, groupsOf, type Pair } from './pairs.ts'
import type { NewFinding } from './save.ts'
import { datasetPicture, type Subjects } from './subjects.ts'

/**
 * How far apart the features of near-duplicates may be. It only spares comparing the pictures of all others: of
 * Fashion-MNIST's pairs that `MOST_APART` lets through, the furthest are 0.25 apart.
 */
const WITHIN = 0.35

/**
 * How much two pictures of a dataset may differ in the mean (0..255): of Fashion-MNIST's pairs those within 4 are one garment, or
 * one with another print; from 5 on there are trousers and sandals that are only alike. Photos go by `look.ts`.
 */
const MOST_APART = 4

/** Places between two pauses: some 10 ms. */
const SLICE = 1000

/** What is nearly the same: how it is kept, and for each place in the graph the lowest of its group. */
export type NearDuplicates = { findings: NewFinding[]; groups: Int32Array }

/** Images that are nearly the same by features and by their pixels, a group after the other, the nearest first. */
export async function nearDuplicates(
  library: Library,
  { byId }: Subjects,
  graph: NeighbourGraph,
  signal: AbortSignal,
): Promise<NearDuplicates> {
  const pairs: Pair[] = []
  for (let from = 0; from < graph.ids.length; from += SLICE) {
    signal.throwIfAborted()
    const close = closePairs(graph, WITHIN, from, Math.min(from + SLICE, graph.ids.length))
    pairs.push(...sameAmong(library, graph.ids, close, byId))
    await pause()
  }
  pairs.sort((one, two) => one.distance - two.distance || one.a - two.a || one.b - two.b)
  const groups = groupsOf(graph.ids.length, pairs)
  return { groups, findings: findingsOf(graph, pairs, groups, byId) }
}

/** Those of the pairs whose pictures are nearly the same. A photo and an image of a dataset are never the same picture. */
function sameAmong(
  library: Library,
  ids: Uint32Array,
  pairs: readonly Pair[],
  byId: Subjects['byId'],
): Pair[] {
  const subjects = pairs.map(({ a, b }) => [byId.get(ids[a]!), byId.get(ids[b]!)] as const)
  const photos = subjects.filter(([one, two]) => one?.source === 'photo' && two?.source === 'photo').flat()
  const looks = looksOf(library, [...new Set(photos.map((photo) => photo!.id))])
  return pairs.filter((_, i) => {
    const [one, two] = subjects[i]!
    if (one?.source !== two?.source || !one || !two) return false
    if (one.source === 'dataset')
      return samePixels(datasetPicture(library, one), datasetPicture(library, two))
    const [look, other] = [looks.get(one.id), looks.get(two.id)]
    return look && other && nearByHash(look.hash, other.hash) && nearByColour(look.colours, other.colours)
  })
}

type Look = { hash: Uint8Array; colours: Uint8Array }

function looksOf({ db }: Library, ids: readonly ImageId[]): Map<number, Look> {
  if (ids.length === 0) return new Map()
  const rows = db.read
    .prepare(
      `SELECT image_id, b0, b1, b2, b3, b4, b5, b6, b7, colours
       FROM json_each(?) AS wanted CROSS JOIN photo_looks ON image_id = wanted.value`,
    )
    .raw()
    .all(JSON.stringify(ids)) as (number | Uint8Array)[][]
  return new Map(
    rows.map((row) => [
      row[0] as number,
      { hash: Uint8Array.from(row.slice(1, 9) as number[]), colours: row[9] as Uint8Array },
    ]),
  )
}

/** Whether two pictures of the same form differ by `MOST_APART` at most, in the mean of their pixels. */
function samePixels(a: Uint8Array, b: Uint8Array): boolean {
  const most = MOST_APART * a.length
  let sum = 0
  for (let i = 0; i < a.length && sum <= most; i++) sum += Math.abs(a[i]! - b[i]!)
  return sum <= most
}

/** Each image of a group once, with the one it is nearest to; groups in the order of their nearest pair. */
function findingsOf(
  { ids }: NeighbourGraph,
  pairs: readonly Pair[],
  groups: Int32Array,
  byId: Subjects['byId'],
): NewFinding[] {
  const nearest = new Map<number, Pair>()
  for (const pair of pairs)
    for (const place of [pair.a, pair.b]) if (!nearest.has(place)) nearest.set(place, pair)
  const members = Map.groupBy(nearest.keys(), (place) => groups[place]!)
  return [...members.values()].flatMap((places) => {
    const learnt = places.some((place) => byId.get(ids[place]!)!.split === 'train')
    return places.map((place): NewFinding => {
      const { a, b, distance } = nearest.get(place)!
      const related = ids[place === a ? b : a] as ImageId
      return { id: ids[place] as ImageId, score: 1 - distance ** 2 / 2, related, facts: { learnt } }
    })
  })
}
