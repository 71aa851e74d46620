import type { Filter, Sort } from '../../../shared/contract/browse.ts'
import type { ClassId } from '../../../shared/domain.ts'
import { standing } from '../checks/standing.ts'
import type { ReadableDatabase } from '../library/database.ts'
import { idsOfSet } from '../sets/ids.ts'
import { actorOf, HOLDOUT, PHOTO, TEST, type Columns } from './columns.ts'

/** What images are put in order by. */
export type Ordered = {
  db: ReadableDatabase
  columns: Columns
  classOrder: readonly ClassId[]
  /** What the images were looked for by. */
  filter: Filter
}

type Ids = Uint32Array<ArrayBuffer>
/** Lowest first; a whole number below 2^32. */
type Key = (id: number) => number

/** Behind all others. */
const LAST = 0xffffffff

/** Images in the order of `sort`; those of the same rank by id. @param ids ascending */
export function ordered(by: Ordered, ids: Ids, sort: Sort, seed: number): Ids {
  if (sort === 'oldest') return ids
  if (sort === 'newest') return newestFirst(by.columns, ids)
  return sorted(ids, KEYS[sort](by, seed))
}

/** Photos before the dataset: what a person adds is what they want to see. */
function newestFirst({ meta }: Columns, ids: Ids): Ids {
  const photos = ids.filter((id) => meta[id]! & PHOTO).reverse()
  const dataset = ids.filter((id) => !(meta[id]! & PHOTO))
  const all = new Uint32Array(ids.length)
  all.set(photos)
  all.set(dataset, photos.length)
  return all
}

/** Key and id in one 64-bit number each, which typed arrays sort natively: a million in 60 ms. */
function sorted(ids: Ids, key: Key): Ids {
  const pairs = new Uint32Array(2 * ids.length)
  for (let place = 0; place < ids.length; place++) {
    // The lower half comes first, as every platform that runs this is little-endian.
    pairs[2 * place] = ids[place]!
    pairs[2 * place + 1] = key(ids[place]!)
  }
  new BigUint64Array(pairs.buffer).sort()
  return ids.map((_, place) => pairs[2 * place]!)
}

const KEYS: Record<Exclude<Sort, 'newest' | 'oldest'>, (by: Ordered, seed: number) => Key> = {
  'most-suspicious': ({ columns }) => byScore(columns.loss, true),
  'least-suspicious': ({ columns }) => byScore(columns.loss),
  'smallest-margin': ({ columns }) => byScore(columns.margin),
  'largest-margin': ({ columns }) => byScore(columns.margin, true),
  'least-sure': ({ columns }) => byScore(columns.confidence),
  'most-sure': ({ columns }) => byScore(columns.confidence, true),
  'by-prediction': ({ columns, classOrder }) => byClass(columns.predicted, classOrder),
  'by-class': ({ columns, classOrder }) => byClass(columns.label, classOrder),
  'by-labeller':
    ({ columns: { meta } }) =>
    (id) =>
      actorOf(meta[id]!) || LAST,
  'by-split':
    ({ columns: { meta } }) =>
    (id) =>
      meta[id]! & (TEST | HOLDOUT),
  'by-source':
    ({ columns: { meta } }) =>
    (id) =>
      meta[id]! & PHOTO ? 0 : 1,
  'by-name': byName,
  'by-finding': ({ db, columns, filter }) => byPlace(columns, standing(db, filter.findings)),
  'as-listed': ({ db, columns, filter }) => byPlace(columns, idsOfSet(db, filter.set)),
  'last-labelled':
    ({ columns: { event } }) =>
    (id) =>
      event[id] === 0 ? LAST : LAST - event[id]!,
  random: (_, seed) => (id) => scrambled(id, seed),
}

/** Of a number that is not negative the bits are in its own order. */
function byScore(scores: Float64Array, descending = false): Key {
  const score = new Float32Array(1)
  const bits = new Uint32Array(score.buffer)
  return (id) => {
    score[0] = scores[id]!
    if (Number.isNaN(score[0])) return LAST
    return descending ? 0x80000000 - bits[0]! : bits[0]!
  }
}

function byClass(column: Uint16Array, order: readonly ClassId[]): Key {
  const ranks = new Map<number, number>(order.map((id, rank) => [id, rank]))
  // What is no class that lives, such as "not a garment", before what has none at all.
  return (id) => ranks.get(column[id]!) ?? (column[id] === 0 ? LAST : LAST - 1)
}

/** Photos by their name, then the dataset in its order. */
function byName({ db, columns }: Ordered): Key {
  const photos = db.prepare('SELECT image_id FROM photos ORDER BY name COLLATE NOCASE, image_id')
  return byPlace(columns, photos.pluck().all() as number[])
}

/** In the order of a list; what is not in it comes last. */
function byPlace({ size }: Columns, listed: ArrayLike<number>): Key {
  const ranks = new Uint32Array(size).fill(LAST)
  for (let rank = 0; rank < listed.length; rank++) ranks[listed[rank]!] = rank
  return (id) => ranks[id]!
}

/** A number's 32 bits in disorder, another for another seed: MurmurHash3's finaliser (Appleby, public domain). */
function scrambled(id: number, seed: number): number {
  let bits = id ^ Math.imul(seed, 0x9e3779b1)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
