import type { Overtaken } from '../../../../shared/contract/labels.ts'
import type { ClassId } from '../../../../shared/domain.ts'
import { many } from '../../lib/format.ts'

/** What was labelled elsewhere in between, and that it was left so. @param count how many images were to be labelled */
export function conflictText(
  changed: readonly Overtaken[],
  count: number,
  className: (id: ClassId) => string,
): string {
  const [first] = changed
  if (!first || changed.length > 1) {
    return `${many(changed.length, 'of these images was', 'of these images were')} labelled in another window just now, so nothing was changed.`
  }
  const name = (id: ClassId | null) => (id === null ? 'no label' : className(id))
  const change = `${name(first.to)} in another window just now (it was ${name(first.from)})`
  return count === 1
    ? `This image became ${change}, so it was left.`
    : `One of these ${many(count, 'image')} became ${change}, so all were left.`
}
