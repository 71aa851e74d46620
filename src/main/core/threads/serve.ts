import { parentPort } from 'node:worker_threads'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Answer, Task, Tasks } from './work.ts'

/**
 * Does in this thread what thread.ts asks for. The arrays of a value are handed over with their memory, so a task keeps none
 * that it answers.
 */
export function serve(tasks: Tasks): void {
  const port = parentPort!
  const answer = (given: Answer) => port.postMessage(given, buffersOf(given.value))
  port.on('message', async ({ id, what, input }: Task) => {
    try {
      const work = tasks[what] as (input: unknown, tell: (progress: Answer['progress']) => void) => unknown
      answer({ id, value: await work(input, (progress) => answer({ id, progress })) })
    } catch (error) {
      answer({ id, error: plain(error) })
    }
  })
}

function buffersOf(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null) return []
  return [
    ...new Set(
      Object.values(value)
        .filter(ArrayBuffer.isView)
        .map(({ buffer }) => buffer),
    ),
  ].filter((buffer) => buffer instanceof ArrayBuffer)
}

/** An error as it crosses threads: a class of one's own arrives as a mere Error. */
function plain(error: unknown): Answer['error'] {
  if (error instanceof HaberdashError) return { code: error.code, message: error.message, todo: error.todo }
  return {
    code: 'unexpected',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }
}
