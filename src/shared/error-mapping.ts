import { ORPCError } from '@orpc/client'
import { ErrorCode, HaberdashError } from './errors.ts'

const isCode = (code: unknown): code is ErrorCode => ErrorCode.safeParse(code).success

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** `data` of an error that came over the wire: `{ todo?: string }`, or anything from a stranger. */
function todoOf(data: unknown): string | undefined {
  const todo = typeof data === 'object' && data !== null && 'todo' in data ? data.todo : undefined
  return typeof todo === 'string' ? todo : undefined
}

/** What a defect says of itself may name paths and means nothing to a person; it goes to the log instead. */
const UNFORESEEN = 'This did not work, for a reason Haberdash did not foresee.'
const UNFORESEEN_TODO = 'Try it again. Where Haberdash was started, its log says more.'

/** Whether an error is one of ours, or oRPC's own, and not a defect. */
export const isForeseen = (error: unknown): boolean =>
  error instanceof ORPCError || error instanceof HaberdashError

/**
 * What a procedure throws, as it goes over the wire: code, message (the sentence to show) and `data.todo`. oRPC's own
 * errors (input that does not fit the contract) pass unchanged; anything else is a defect and becomes `unexpected`.
 */
export function toOrpcError(error: unknown): ORPCError<string, unknown> {
  if (error instanceof ORPCError) return error
  if (error instanceof HaberdashError) {
    const data = error.todo === undefined ? {} : { todo: error.todo }
    return new ORPCError(error.code, { message: error.message, data, cause: error })
  }
  return new ORPCError('unexpected', { message: UNFORESEEN, data: { todo: UNFORESEEN_TODO }, cause: error })
}

/** The way back, at the caller's end. A code that is none of ours (and any other error) becomes `unexpected`. */
export function fromOrpcError(error: unknown): HaberdashError {
  if (error instanceof HaberdashError) return error
  if (!(error instanceof ORPCError))
    return new HaberdashError('unexpected', sentence(error), { cause: error })
  const todo = todoOf(error.data)
  const options = todo === undefined ? { cause: error } : { cause: error, todo }
  return new HaberdashError(isCode(error.code) ? error.code : 'unexpected', error.message, options)
}
