import type { ImageRow } from '../../../../shared/contract/browse.ts'
import type { ClassInfo } from '../../../../shared/contract/library.ts'
import type { ClassId } from '../../../../shared/domain.ts'
import { percent } from '../../lib/format.ts'

export type Classes = ReadonlyMap<ClassId, ClassInfo>

/** The model's class where it differs from the label, or where there is no label yet. */
export const disagreement = (row: ImageRow): ClassId | null =>
  row.prediction && row.prediction.classId !== row.label ? row.prediction.classId : null

/** An image in words: "shirt.jpg, your photo, label Shirt, prediction Coat 61.0 %, corrected". An unsure one is a guess. */
export function describe(row: ImageRow, classes: Classes): string {
  const name = (id: ClassId) => classes.get(id)?.name ?? 'unknown class'
  const parts = [row.name]
  if (row.source === 'photo') parts.push('your photo')
  parts.push(row.label === null ? 'no label' : `label ${name(row.label)}`)
  if (row.prediction && disagreement(row) !== null) {
    const { classId, confidence, sure } = row.prediction
    if (!sure) parts.push('model not sure')
    parts.push(`${sure ? 'prediction' : 'perhaps'} ${name(classId)} ${percent(confidence)}`)
  }
  if (row.labelledBy === 'person') parts.push('corrected')
  return parts.join(', ')
}
