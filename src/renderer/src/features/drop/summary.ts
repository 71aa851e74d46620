import { count, many } from '../../lib/format.ts'
import { done, remaining, type Batch } from './drop.svelte.ts'

const photos = (value: number) => many(value, 'photo')
const were = (value: number) => `${count(value)} ${value === 1 ? 'was' : 'were'}`

function result({ added, known, total }: Batch): string {
  if (total === 0) return 'There was no photo in what you gave.'
  if (known.length === 0) return added.length > 0 ? `${photos(added.length)} added.` : 'No photo was added.'
  if (added.length > 0) return `${photos(added.length)} added, ${were(known.length)} here already.`
  return known.length === 1
    ? 'This photo was here already.'
    : `All ${photos(known.length)} were here already.`
}

/** What came of a batch. The sentences of the files that failed are listed after it, and `rest` after those. */
export function summary(batch: Batch): string {
  const { skipped, cancelled, unanswered, interrupted } = batch
  const sentences = [result(batch)]
  if (interrupted) {
    sentences.push(
      `Then the window was loaded anew, before the other ${count(batch.total - done(batch))}.`,
      'Drop the same again: only what is missing is added.',
    )
  }
  if (cancelled) {
    const why = unanswered ? 'The app stopped answering' : 'You stopped it'
    sentences.push(`${why}: ${were(remaining(batch))} left out.`)
  }
  if (skipped > 0)
    sentences.push(`${many(skipped, 'file')} of other kinds ${skipped === 1 ? 'was' : 'were'} passed over.`)
  return sentences.join(' ')
}

/** Said after failures: that they did not stop the others. */
export function rest({ added, failures }: Batch): string {
  if (failures.length === 0 || added.length === 0) return ''
  return added.length === 1 ? 'The other photo was added.' : `The other ${photos(added.length)} were added.`
}
