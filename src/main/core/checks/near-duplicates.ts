import { setImmediate as pause } from 'node:timers/promises'
import type { ImageId } from '../../../shared/domain.ts'
import type { Library } from '../library/library.ts'
import type { NeighbourGraph } from '../neighbours/graph.ts'
import { nearByColour, nearByHash } from '../photos/look.ts'
import { modelInputs } from '../photos/inputs.ts'
import { closePairs, groupsOf, type Pair } from './pairs.ts'
import type { NewFinding } from './save.ts'
import type { Subjects } from './subjects.ts'

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

/** Pairs whose pictures are compared between two pauses: some 10 ms. */
const SLICE = 500

/** What is nearly the same: how it is kept, and for each place in the graph the lowest of its group. */
export type NearDuplicates = { findings: NewFinding[]; groups: Int32Array }

/** Images that are nearly the same by features and by their pixels, a group after the other, the nearest first. */
export async function nearDuplicates(
  library: Library,
  { byId }: Subjects,
  graph: NeighbourGraph,
  signal: AbortSignal,
): Promise<NearDuplicates> {
  const close = closePairs(graph, WITHIN).filter(
    ({ a, b }) => byId.has(graph.ids[a]!) && byId.has(graph.ids[b]!),
  )
  const pairs: Pair[] = []
  for (let start = 0; start < close.length; start += SLICE) {
    signal.throwIfAborted()
    pairs.push(...(await sameAmong(library, graph.ids, close.slice(start, start + SLICE), byId)))
    await pause()
  }
  const groups = groupsOf(graph.ids.length, pairs)
  return { groups, findings: findingsOf(graph, pairs, groups, byId) }
}

/** Those of the pairs whose pictures are nearly the same. */
async function sameAmong(
  library: Library,
  ids: Uint32Array,
  pairs: readonly Pair[],
  byId: Subjects['byId'],
): Promise<Pair[]> {
  const places = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))]
  const isPhoto = (place: number) => byId.get(ids[place]!)!.source === 'photo'
  const looks = looksOf(
    library,
    places.filter(isPhoto).map((place) => ids[place] as ImageId),
  )
  const pictures = await inputsOf(
    library,
    places.filter((place) => !isPhoto(place)).map((place) => ids[place] as ImageId),
  )
  return pairs.filter(({ a, b }) => {
    const [one, two] = [ids[a]!, ids[b]!]
    const [look, other] = [looks.get(one), looks.get(two)]
    if (look && other) return nearByHash(look.hash, other.hash) && nearByColour(look.colours, other.colours)
    const [picture, second] = [pictures.get(one), pictures.get(two)]
    // A photo and an image of a dataset are never the same picture.
    return picture !== undefined && second !== undefined && apart(picture, second) <= MOST_APART
  })
}

type Look = { hash: Uint8Array; colours: Uint8Array }

function looksOf({ db }: Library, ids: readonly ImageId[]): Map<number, Look> {
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

async function inputsOf(library: Library, ids: ImageId[]): Promise<Map<number, Uint8Array>> {
  if (ids.length === 0) return new Map()
  const all = await modelInputs(library, ids)
  const size = all.length / ids.length
  return new Map(ids.map((id, i) => [id, all.subarray(i * size, (i + 1) * size)]))
}

function apart(a: Uint8Array, b: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!)
  return sum / a.length
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
