import type { ImageRow } from '../../../../shared/contract/browse.ts'
import type { ClassInfo } from '../../../../shared/contract/library.ts'
import type { ClassId } from '../../../../shared/domain.ts'
import { percent } from '../../lib/format.ts'
import { NEUTRAL } from '../../lib/palette.ts'

/** Everything that a label can be; what is no class (no garment) has the neutral colour. */
export type Classes = ReadonlyMap<ClassId, ClassInfo>

/**
 * The model's class where it differs from the label, or where there is no label yet. What shows no garment is none of
 * its classes, so there is nothing to differ from.
 */
export function disagreement({ prediction, label }: ImageRow, classes: Classes): ClassId | null {
  if (!prediction || prediction.classId === label) return null
  return label !== null && classes.get(label)?.color === NEUTRAL ? null : prediction.classId
}

/** An image in words: "shirt.jpg, your photo, label Shirt, prediction Coat 61.0 %, corrected". An unsure one is a guess. */
export function describe(row: ImageRow, classes: Classes): string {
  const name = (id: ClassId) => classes.get(id)?.name ?? 'unknown class'
  const parts = [row.name]
  if (row.source === 'photo') parts.push('your photo')
  parts.push(row.label === null ? 'no label' : `label ${name(row.label)}`)
  if (row.prediction && disagreement(row, classes) !== null) {
    const { classId, confidence, sure } = row.prediction
    if (!sure) parts.push('model not sure')
    parts.push(`${sure ? 'prediction' : 'perhaps'} ${name(classId)} ${percent(confidence)}`)
  }
  if (row.labelledBy === 'person' || row.labelledBy === 'model') parts.push('corrected')
  if (row.flagged) parts.push('flagged')
  return parts.join(', ')
}
