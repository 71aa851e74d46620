import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { ModelId } from '../domain.ts'
import { procedure } from './common.ts'

const ReportEvent = z.discriminatedUnion('type', [
  /** Labelled images that this version had not been asked yet: those done, and all. */
  z.object({ type: z.literal('progress'), model: ModelId, done: z.int(), total: z.int() }),
  /** Last. One HTML file that needs nothing else, and what to call it; as text, since events carry no bytes. */
  z.object({ type: z.literal('done'), model: ModelId, name: z.string(), html: z.string() }),
])
export type ReportEvent = z.infer<typeof ReportEvent>

export const report = {
  /**
   * Tells all of a version (by default the active one) to someone who has nothing of ours: its data, recipe, curves, scores
   * and mistakes, and what is another than its parent. Aborting the iterator cancels.
   */
  make: procedure.input(z.object({ id: ModelId.optional() })).output(eventIterator(ReportEvent)),
}
