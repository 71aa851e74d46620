import type { ImageDetail } from '../../../../shared/contract/browse.ts'
import type { ClassId } from '../../../../shared/domain.ts'
import { decimal, percent } from '../../lib/format.ts'
import type { Classes } from '../browse/describe.ts'

/** Below this margin the model could as well have said the second class. */
const CLOSE = 0.2
/** From this margin on there is no second class to speak of. */
const CLEAR = 0.8
/** A label that was given less than this is one the model would hardly have chosen. */
const HARDLY = 0.1

/** A score in words, and what it says exactly. */
export type Told = { verdict: string; exactly: string }

const className = (classes: Classes, id: ClassId) => classes.get(id)?.name ?? 'unknown class'

/** How far the model's first class is ahead of its second; null where it was not asked. */
export function marginInWords({ probabilities, margin }: ImageDetail, classes: Classes): Told | null {
  const second = probabilities?.[1]
  if (margin === null || !second) return null
  const verdict = margin < CLOSE ? 'A close call' : margin < CLEAR ? 'Fairly sure' : 'Clear'
  return { verdict, exactly: `${percent(margin)} ahead of ${className(classes, second.classId)}` }
}

/** How well the label fits what the model sees; null where it was not asked, or there is no label to ask it about. */
export function lossInWords({ loss }: ImageDetail): Told | null {
  if (loss === null) return null
  const given = Math.exp(-loss)
  const verdict =
    given >= 0.5 ? 'The label fits' : given < HARDLY ? 'The label is suspicious' : 'The label is doubtful'
  return { verdict, exactly: `the model gives it ${percent(given)} (loss ${decimal(loss)})` }
}
