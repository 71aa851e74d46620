import { availableParallelism } from 'node:os'
import { fromOrpcError } from '../../shared/error-mapping.ts'
import { shownName } from '../../shared/file-name.ts'
import type { Progress } from './context.ts'

export type Failure = { path: string; code: string; message: string; todo?: string }

/** Two for each thread that prepares photos, and as many that wait for the disk. */
const CONCURRENCY = 4 * Math.min(4, availableParallelism())

/** What may be one file's own fault: the photo, the folder it lies in, or what nobody foresaw of it. */
const isFilesFault = (code: string) =>
  code.startsWith('photo-') || code === 'class-unknown' || code === 'unexpected'

/** Which file, what is wrong with it and what to do, on one line. */
export const failureText = ({ path, message, todo }: Failure): string =>
  [`${shownName(path)}:`, message, todo].filter(Boolean).join(' ')

/** Runs `work` on every file, a few at a time; one that fails is noted and the others go on. */
export async function eachFile(
  files: string[],
  what: string,
  progress: Progress,
  failed: Failure[],
  work: (path: string) => Promise<void>,
): Promise<void> {
  let next = 0
  let done = 0
  progress.start(what, files.length)
  const worker = async () => {
    while (next < files.length) {
      const path = files[next++]!
      try {
        await work(path)
      } catch (error) {
        const { code, message, todo } = fromOrpcError(error)
        if (!isFilesFault(code)) throw error
        failed.push({ path, code, message, ...(todo && { todo }) })
      }
      progress.at(++done)
    }
  }
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  } finally {
    progress.stop()
  }
}
