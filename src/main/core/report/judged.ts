import type { Results } from '../../../shared/contract/results.ts'
import type { Score } from '../../../shared/domain.ts'
import { count, many } from '../../../shared/format.ts'
import type { ReportFacts } from './facts.ts'
import { html, type Html } from './html.ts'
import { pictures, table } from './parts.ts'
import { scoreText, share, SPLIT_NAMES } from './words.ts'

/** Its scores beside its parent's, each with its split, its count and its interval. */
export function scoresPart({ model }: ReportFacts): Html {
  const rows = (['test', 'holdout'] as const).map((split) => {
    const [was, is] = [model.before?.[split] ?? null, model.scores[split]]
    const images = is ?? was
    const [one, more] = SPLIT_NAMES[split]!
    const name = images ? many(images.images, one, more) : `No ${more}`
    return [name, ...(model.before ? [told(was)] : []), told(is), ...(model.before ? [change(was, is)] : [])]
  })
  const parent = model.parent ?? 'Before'
  const columns = model.before
    ? ['Right answers of', `${parent} (before)`, `${model.id} (after)`, 'Change']
    : ['Right answers of', model.id]
  return html` <h2>Scores</h2>
    <p>
      Taken when the version was made: on the dataset's official test images against its own labels, and on
      photos that are held out for ever, against the labels they had then. No version ever learns from either.
    </p>
    ${table({ columns, rows }, 'Scores')}`
}

const told = (score: Score | null): string => (score ? scoreText(score) : 'not scored')

function change(was: Score | null, is: Score | null): string {
  if (!was || !is) return ''
  if (was.images !== is.images) return 'not on the same images'
  const points = (is.accuracy - was.accuracy) * 100
  if (Math.abs(points) < 0.05) return 'the same'
  return `${Math.abs(points).toFixed(1)} points ${points > 0 ? 'better' : 'worse'}`
}

/** "10,000 test images", and what of them is not counted. */
function onWhat({ images, split }: Results): string {
  const [one, more] = SPLIT_NAMES[split] ?? ['image', 'images']
  return many(images, one, more)
}

/** The numbers of answers: totals, then class by class. */
export function classesPart(results: Results): Html {
  const { macro, accuracy, images, loss, unasked, relabelled } = results
  const rows = results.perClass.map(({ className, images, precision, recall, f1 }, i) => {
    return [className, images, ...[precision, recall, f1, results.curves[i]!.averagePrecision].map(share)]
  })
  const means = [macro.precision, macro.recall, macro.f1, macro.averagePrecision].map(share)
  const columns = ['Class', 'Images', 'Precision', 'Recall', 'F1', 'Average precision']
  const said = [
    `Against their labels as they were when this report was made, ${scoreText({ images, accuracy: accuracy! })} of ${onWhat(results)} are answered right; the mean cross-entropy is ${loss!.toFixed(3)} nats.`,
    ...(relabelled > 0
      ? [`${many(relabelled, 'label')} of these ${relabelled === 1 ? 'is' : 'are'} not the dataset’s.`]
      : []),
    ...(unasked > 0 ? [`${many(unasked, 'more image')} could not be classified.`] : []),
  ]
  return html` <p>${said.join(' ')}</p>
    ${table({ columns, rows: [...rows, ['Mean of the classes', images, ...means]] }, 'Scores of each class')}`
}

export const mistakesPart = ({ mistakes, results }: ReportFacts): Html =>
  html` <h2>Worst mistakes</h2>
    <p>
      ${
        mistakes.length === 0
          ? `None of ${onWhat(results!)} is answered wrong.`
          : `The ${count(mistakes.length)} wrong answers that it is surest of, of ${onWhat(results!)}. Some of these labels may be what is wrong.`
      }
    </p>
    ${pictures(mistakes)}`

/** What another version answers than the one it was made from, image by image. */
export function changesPart({ changes, model, results }: ReportFacts): Html | null {
  if (!changes || changes.images === 0 || !results) return null
  const { parent, images, p, counts } = changes
  const { bothRight, fixed, broken, sameMistake, otherMistake } = counts
  const right = (own: number) => scoreText({ images, accuracy: (bothRight + own) / images })
  const rows = [
    ['Both right', bothRight],
    [`Put right by ${model.id}`, fixed],
    [`Wrong since ${model.id}`, broken],
    ['The same wrong answer', sameMistake],
    ['Wrong in different ways', otherMistake],
  ]
  const chance = p < 0.001 ? 'below 0.001' : `of ${p.toFixed(3)}`
  return html` <h2>Against ${parent}</h2>
    <p>
      Of ${onWhat({ ...results, images })}, ${parent} answers ${right(broken)} right and ${model.id}
      ${right(fixed)}. Were both equally good, so large a difference would have a probability ${chance}
      (McNemar’s exact test).
    </p>
    ${table({ columns: ['Answers', 'Images'], rows }, `Answers beside those of ${parent}`)}
    ${changed('Put right', changes.fixed)}${changed('Wrong now', changes.broken)}`
}

const changed = (title: string, images: ReportFacts['mistakes']): Html | null =>
  images.length === 0
    ? null
    : html`<h3>${title}: the surest</h3>
        ${pictures(images)}`
