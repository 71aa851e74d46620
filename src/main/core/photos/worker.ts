import { parentPort } from 'node:worker_threads'
import { HaberdashError } from '../../../shared/errors.ts'
import { inputOfFile, placeInFile, preparePhoto } from './prepare.ts'
import type { Answer, Task } from './pool.ts'

// A thread that makes of photos' files what is kept of them. It knows no library; pool.ts starts it.

const WORK = { prepare: preparePhoto, input: inputOfFile, place: placeInFile }

parentPort!.on('message', async ({ id, what, bytes, name, spec, fix }: Task) => {
  const answer: Answer = await WORK[what](bytes, name, spec, fix).then(
    (value) => ({ id, value }),
    (error: unknown) => ({ id, error: plain(error) }),
  )
  parentPort!.postMessage(answer)
})

/** An error as it crosses threads: a class of one's own arrives as a mere Error. */
function plain(error: unknown): Answer['error'] {
  if (error instanceof HaberdashError) return { code: error.code, message: error.message, todo: error.todo }
  return {
    code: 'unexpected',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }
}
