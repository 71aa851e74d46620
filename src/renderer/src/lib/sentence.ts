import { fromOrpcError } from '../../../shared/error-mapping.ts'

/** What went wrong and what can be done about it, as it is shown; never a code. */
export function sentence(error: unknown): string {
  const { message, todo } = fromOrpcError(error)
  return todo ? `${message} ${todo}` : message
}
