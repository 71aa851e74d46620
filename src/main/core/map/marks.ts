import { MARK, MARK_BYTES } from '../../../shared/contract/map.ts'
import { PRESENT, type Columns } from '../browse/columns.ts'
import type { Model } from '../browse/match.ts'

/** Whether the version that the columns are of has described an image that is there. */
export const isDescribed = ({ meta, predicted, margin }: Readonly<Columns>, id: number): boolean =>
  (meta[id]! & PRESENT) > 0 && predicted[id]! > 0 && !Number.isNaN(margin[id]!)

/** What images on a map are coloured by, as the contract has it. An unknown id is not present. */
export function marksOf(
  columns: Readonly<Columns>,
  model: Model | null,
  ids: Uint32Array,
): Uint8Array<ArrayBuffer> {
  const count = ids.length
  const buffer = new ArrayBuffer(MARK_BYTES * count)
  const losses = new Float32Array(buffer, 0, count)
  const labels = new Uint16Array(buffer, 4 * count, count)
  const predicted = new Uint16Array(buffer, 6 * count, count)
  const flags = new Uint8Array(buffer, 8 * count, count)
  for (const [i, id] of ids.entries()) {
    const known = id < columns.size
    losses[i] = known ? columns.loss[id]! : NaN
    if (!known) continue
    labels[i] = columns.label[id]!
    predicted[i] = columns.predicted[id]!
    flags[i] = flagsOf(columns, model, id)
  }
  return new Uint8Array(buffer)
}

function flagsOf({ meta, predicted, confidence }: Readonly<Columns>, model: Model | null, id: number) {
  const present = meta[id]! & PRESENT ? MARK.present : 0
  if (!model || predicted[id] === 0) return present
  const unsure = model.threshold === null || confidence[id]! < model.threshold
  return present | MARK.answered | (unsure ? MARK.unsure : 0)
}
