import type { LibraryInfo } from '../../../../shared/contract/library.ts'
import type { ClassId } from '../../../../shared/domain.ts'
import type { Filter } from '../../../../shared/contract/browse.ts'
import { NEUTRAL } from '../../lib/palette.ts'

/** What an image may be labelled with; null: nothing. */
export type Named = { label: ClassId | null; name: string; color: number }

/** Every label there may be: the classes in their order, what is no garment, and none. */
export function allLabels({ classes, notGarment }: LibraryInfo): Named[] {
  return [
    ...classes.map(({ id, name, color }) => ({ label: id, name, color })),
    { label: notGarment.id, name: notGarment.name, color: NEUTRAL },
    { label: null, name: 'No label', color: NEUTRAL },
  ]
}

/** The classes, whether there are images of them or not, and of the rest what there is. */
export const shownLabels = (info: LibraryInfo, found: ReadonlySet<ClassId | null>): Named[] =>
  allLabels(info).filter(({ label }) => found.has(label) || info.classes.some(({ id }) => id === label))

/** The part of a filter that finds a label's images. */
export const labelFilter = (label: ClassId | null): Partial<Filter> =>
  label === null ? { unlabelled: true } : { classes: [label] }
