import type { ImageDetail, ImageRow } from '../../../../shared/contract/browse.ts'
import type { ClassId } from '../../../../shared/domain.ts'
import { decimal, percent } from '../../lib/format.ts'
import type { Classes } from '../browse/describe.ts'

/** Below this margin the model could as well have said the second class. */
const CLOSE = 0.2
/** From this margin on there is no second class to speak of. */
const CLEAR = 0.8
/** A label that was given less than this is one the model would hardly have chosen. */
const HARDLY = 0.1
/** From here on no other class can be likelier. */
const LIKELY = 0.5

/** "A close call: 10.0 % ahead of Coat", of the model's first class and its second; null where it was not asked. */
export function marginInWords({ probabilities, margin }: ImageDetail, classes: Classes): string | null {
  const second = probabilities?.[1]
  if (margin === null || !second) return null
  const verdict = margin < CLOSE ? 'A close call' : margin < CLEAR ? 'A fair lead' : 'A clear lead'
  return `${verdict}: ${percent(margin)} ahead of ${classes.get(second.classId)?.name ?? 'unknown class'}`
}

/** "Suspicious label: 0.4 % likely, loss 5.52"; null where the model was not asked, or there is no label to ask about. */
export function lossInWords({ loss }: ImageDetail): string | null {
  if (loss === null) return null
  const given = Math.exp(-loss)
  const verdict = given < HARDLY ? 'Suspicious label' : given < LIKELY ? 'Doubtful label' : 'Label fits'
  return `${verdict}: ${percent(given)} likely, loss ${decimal(loss)}`
}

/** So many of the best guesses are told of an image that the model is not sure of. */
const GUESSES = 2

/** "Not sure. Perhaps Dress 41.0 %, Shirt 30.0 %."; "The model says Coat, 61.0 %."; "The model agrees, 90.0 % sure." */
export function answerInWords(
  { prediction, label }: ImageRow,
  probabilities: ImageDetail['probabilities'],
  classes: Classes,
): string {
  if (!prediction) return 'No prediction yet.'
  const { classId, confidence, sure } = prediction
  const name = (id: ClassId) => classes.get(id)?.name ?? 'unknown class'
  if (sure && classId === label) return `The model agrees, ${percent(confidence)} sure.`
  if (sure) return `The model says ${name(classId)}, ${percent(confidence)}.`
  const known = probabilities ?? [{ classId, probability: confidence }]
  const guesses = known
    .slice(0, GUESSES)
    .map((guess) => `${name(guess.classId)} ${percent(guess.probability)}`)
  return `Not sure. Perhaps ${guesses.join(', ')}.`
}
