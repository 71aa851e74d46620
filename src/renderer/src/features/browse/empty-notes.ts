import type { Filter } from '../../../../shared/contract/browse.ts'
import type { LibraryInfo } from '../../../../shared/contract/library.ts'
import { restrictingParts } from '../../../../shared/filter.ts'
import { many } from '../../lib/format.ts'
import { PARTS_BY_PREDICTION } from './depends.ts'

type Known = Pick<LibraryInfo, 'dataset' | 'activeModel'> & {
  unscored: number
  /** It is known that the checks were never completed. */
  unchecked: boolean
}

/** What else than the filter itself may be why nothing fits, in sentences. */
export function emptyNotes(filter: Filter, { dataset, activeModel, unscored, unchecked }: Known): string[] {
  const notes: string[] = []
  if (restrictingParts(filter).some((part) => PARTS_BY_PREDICTION.has(part))) {
    if (!activeModel) notes.push('No model is active, so no image has a prediction.')
    else if (unscored > 0)
      notes.push(
        `${many(unscored, 'image has', 'images have')} no prediction yet, and so can’t fit. The model is looking at them in the background.`,
      )
  }
  if (filter.findings.length > 0 && unchecked) notes.push('The checks were not run yet: Insight, Labels.')
  if (filter.text && dataset)
    notes.push('Images of the dataset have no file names: your photos alone are searched.')
  return notes
}
