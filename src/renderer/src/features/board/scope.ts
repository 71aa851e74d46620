import type { Filter } from '../../../../shared/contract/browse.ts'
import { many } from '../../lib/format.ts'
import { NO_FILTER, restrictions } from '../browse/view.svelte.ts'

/** Which images the board shows, of every class. */
export type Scope = 'browse' | 'all' | 'train' | 'test' | 'holdout' | 'photos'

/** The filter without its part about classes: on the board each class has a column. */
export const withoutClasses = (filter: Filter): Filter => ({ ...filter, classes: [], unlabelled: false })

/** @param browse what Browse shows */
export function filterOf(scope: Scope, browse: Filter): Filter {
  if (scope === 'browse') return withoutClasses(browse)
  if (scope === 'all') return NO_FILTER
  if (scope === 'photos') return { ...NO_FILTER, sources: ['photo'] }
  return { ...NO_FILTER, splits: [scope] }
}

/** The scopes by name, as they are offered. A library of photos alone has no test images, and nothing but photos. */
export function scopeNames(ownPhotos: boolean, browse: Filter): Partial<Record<Scope, string>> {
  const filters = restrictions(withoutClasses(browse))
  const asInBrowse = filters === 0 ? 'As in Browse' : `As in Browse (${many(filters, 'filter')})`
  return {
    browse: asInBrowse,
    all: ownPhotos ? 'All photos' : 'All images',
    train: ownPhotos ? 'Training photos' : 'Training images',
    ...(!ownPhotos && { test: 'Test images' }),
    holdout: 'Held-out photos',
    ...(!ownPhotos && { photos: 'Your photos' }),
  }
}

/** Whether a new label can change what fits, beside its class. */
export const dependsOnLabels = ({ corrected, disagrees, labelledBy, labelled, loss }: Filter): boolean =>
  labelledBy.length > 0 || [corrected, disagrees, labelled, loss].some((part) => part !== undefined)
