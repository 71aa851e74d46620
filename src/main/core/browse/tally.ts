import type { ClassCount } from '../../../shared/contract/data.ts'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { actorCode, actorOf, FLAGGED, HOLDOUT, PHOTO, PRESENT, TEST, type Columns } from './columns.ts'

export type Tally = {
  images: number
  photos: number
  corrected: number
  flagged: number
  /** Images by their label. */
  byClass: ReadonlyMap<ClassId, number>
  /** What a person has labelled: photos and dataset images to learn from, and photos held out. */
  trainable: { photos: number; corrected: number; holdout: number }
}

const hand = new Uint8Array(8)
for (const actor of ['person', 'model', 'import'] as const) hand[actorCode(actor)] = 1
const [person, model] = [actorCode('person'), actorCode('model')]

/** Values that `Columns.meta` may have. */
const METAS = 256

/**
 * How many images have each label with each of the meta's values: all counts are sums of these. Counted once, and after
 * that by what changes, so that a label costs the same however many images there are.
 */
export class Counts {
  readonly #columns: Columns
  #counts = new Uint32Array(0)
  #counted = false

  constructor(columns: Columns) {
    this.#columns = columns
  }

  /** @param living the classes that are not removed: nothing else is learnt */
  sum(living: readonly ClassId[]): Tally {
    this.#count()
    const alive = new Set<number>(living)
    const [byClass, tally] = [new Map<ClassId, number>(), nothing()]
    for (const [place, count] of this.#counts.entries()) {
      if (count === 0) continue
      const classId = Math.floor(place / METAS) as ClassId
      if (classId > 0) byClass.set(classId, (byClass.get(classId) ?? 0) + count)
      add(tally, place % METAS, count, alive.has(classId))
    }
    return { ...tally, byClass }
  }

  /** By label, split and source: unlabelled first, then in the order of the labels' ids. */
  byLabel(): ClassCount[] {
    this.#count()
    const cells = new Map<number, ClassCount>()
    for (const [place, images] of this.#counts.entries()) {
      if (images === 0) continue
      const bits = (place % METAS) & (PHOTO | TEST | HOLDOUT)
      const label = Math.floor(place / METAS)
      const cell = cells.get(label * METAS + bits)
      if (cell) cell.images += images
      else
        cells.set(label * METAS + bits, { label: (label || null) as ClassId | null, ...partOf(bits), images })
    }
    return [...cells.values()]
  }

  /** Does `work`, which may change what is known of these. */
  around(ids: readonly ImageId[], work: () => void): void {
    const once = this.#counted ? new Set(ids) : []
    for (const id of once) this.#add(id, -1)
    work()
    for (const id of once) this.#add(id, 1)
  }

  #count(): void {
    if (!this.#counted) for (let id = 0; id < this.#columns.size; id++) this.#add(id, 1)
    this.#counted = true
  }

  #add(id: number, count: number): void {
    const meta = this.#columns.meta[id] ?? 0
    if (!(meta & PRESENT)) return
    const place = this.#columns.label[id]! * METAS + meta
    if (place >= this.#counts.length) this.#grow(place)
    this.#counts[place]! += count
  }

  #grow(place: number): void {
    const counts = new Uint32Array(place + 16 * METAS)
    counts.set(this.#counts)
    this.#counts = counts
  }
}

const partOf = (bits: number): Pick<ClassCount, 'split' | 'source'> => ({
  split: bits & TEST ? 'test' : bits & HOLDOUT ? 'holdout' : 'train',
  source: bits & PHOTO ? 'photo' : 'dataset',
})

const nothing = (): Omit<Tally, 'byClass'> => ({
  ...{ images: 0, photos: 0, corrected: 0, flagged: 0 },
  trainable: { photos: 0, corrected: 0, holdout: 0 },
})

function add(tally: Omit<Tally, 'byClass'>, bits: number, count: number, living: boolean): void {
  const actor = actorOf(bits)
  tally.images += count
  if (bits & PHOTO) tally.photos += count
  if (bits & FLAGGED) tally.flagged += count
  if (actor === person || actor === model) tally.corrected += count
  if (!living || !hand[actor] || bits & TEST) return
  tally.trainable[bits & HOLDOUT ? 'holdout' : bits & PHOTO ? 'photos' : 'corrected'] += count
}
