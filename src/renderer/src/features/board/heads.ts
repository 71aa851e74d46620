import type { LibraryInfo } from '../../../../shared/contract/library.ts'
import { classFill } from '../../lib/palette.ts'
import type { ColumnId } from './column.svelte.ts'

/** What stands above a column. */
export type Head = {
  name: string
  /** The key that labels with it. */
  key: string | null
  /** The class's colour as a background; null where it is no class. */
  fill: string | null
}

const NO_LABEL: Head = { name: 'No label', key: null, fill: null }

export function headOf(id: ColumnId, { classes, notGarment }: LibraryInfo): Head {
  if (id === null) return NO_LABEL
  if (id === notGarment.id) return { name: notGarment.name, key: 'n', fill: null }
  const info = classes.find((each) => each.id === id)
  return info ? { name: info.name, key: info.key, fill: classFill(info.color) } : { ...NO_LABEL, name: '' }
}
