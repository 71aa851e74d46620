import type { ClassCount } from '../../../../shared/contract/data.ts'
import type { Split } from '../../../../shared/domain.ts'
import { many } from '../../lib/format.ts'

/** Whose pictures are shown: the images of a split, or all. */
export type Scope = Split | 'all'

export const SCOPES: readonly { value: Scope; title: string }[] = [
  { value: 'train', title: 'Training' },
  { value: 'test', title: 'Test' },
  { value: 'holdout', title: 'Held out' },
  { value: 'all', title: 'All' },
]

/** As the contract asks for them: none is all. */
export const splitsOf = (scope: Scope): Split[] => (scope === 'all' ? [] : [scope])

export const within = (counts: readonly ClassCount[], scope: Scope): ClassCount[] =>
  counts.filter(({ split }) => scope === 'all' || split === scope)

export const total = (counts: readonly ClassCount[]): number =>
  counts.reduce((sum, { images }) => sum + images, 0)

/** "60,000 training images" */
export function scopeText(images: number, scope: Scope): string {
  if (scope === 'train') return many(images, 'training image')
  if (scope === 'test') return many(images, 'test image')
  return scope === 'holdout'
    ? many(images, 'photo held out', 'photos held out')
    : `${many(images, 'image')} of all splits`
}
