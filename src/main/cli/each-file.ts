import { availableParallelism } from 'node:os'
import { fromOrpcError } from '../../shared/error-mapping.ts'
import type { Progress } from './context.ts'

export type Failure = { path: string; code: string; message: string }

/** Two for each thread that prepares photos, and as many that wait for the disk. */
const CONCURRENCY = 4 * Math.min(4, availableParallelism())

/** What is one file's own fault: the photo, or the folder it lies in. */
const isFilesFault = (code: string) => code.startsWith('photo-') || code === 'class-unknown'

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
        const { code, message } = fromOrpcError(error)
        if (!isFilesFault(code)) throw error
        failed.push({ path, code, message })
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
