import type { ClassId } from '../../../shared/domain.ts'
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

const CODES = 8
const hand = new Uint8Array(CODES)
for (const actor of ['person', 'model', 'import'] as const) hand[actorCode(actor)] = 1
const [person, model] = [actorCode('person'), actorCode('model')]

/** Counts what there is, in one pass. @param living the classes that are not removed: nothing else is learnt */
export function countAll({ meta, label, size }: Columns, living: readonly ClassId[]): Tally {
  // How many images have each of the meta's values with each label: all counts are sums of these.
  const counts = new Map<number, Uint32Array>()
  for (let id = 0; id < size; id++) {
    if (!(meta[id]! & PRESENT)) continue
    let ofLabel = counts.get(label[id]!)
    if (!ofLabel) counts.set(label[id]!, (ofLabel = new Uint32Array(256)))
    ofLabel[meta[id]!]!++
  }
  const tally = {
    images: 0,
    photos: 0,
    corrected: 0,
    flagged: 0,
    trainable: { photos: 0, corrected: 0, holdout: 0 },
  }
  const byClass = new Map<ClassId, number>()
  const alive = new Set<number>(living)
  for (const [classId, ofLabel] of counts) {
    const images = ofLabel.reduce((sum, count) => sum + count, 0)
    if (classId > 0) byClass.set(classId as ClassId, images)
    for (const [bits, count] of ofLabel.entries()) if (count > 0) add(tally, bits, count, alive.has(classId))
  }
  return { ...tally, byClass }
}

function add(tally: Omit<Tally, 'byClass'>, bits: number, count: number, living: boolean): void {
  const actor = actorOf(bits)
  tally.images += count
  if (bits & PHOTO) tally.photos += count
  if (bits & FLAGGED) tally.flagged += count
  if (actor === person || actor === model) tally.corrected += count
  if (!living || !hand[actor] || bits & TEST) return
  tally.trainable[bits & HOLDOUT ? 'holdout' : bits & PHOTO ? 'photos' : 'corrected'] += count
}
