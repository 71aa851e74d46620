import { Worker } from 'node:worker_threads'
import { HaberdashError, type ErrorCode } from '../../../shared/errors.ts'
import type { Answer, Task, Tasks, Work } from './work.ts'

/** A thread that is asked nothing for so long ends, milliseconds. */
const IDLE = 300_000

type Input<T extends Tasks, W extends keyof T> = Parameters<T[W]>[0]
type Output<T extends Tasks, W extends keyof T> = Awaited<ReturnType<T[W]>>

/** A thread that does what it is asked for. */
export type Thread<T extends Tasks> = {
  /**
   * @throws the signal's reason once that is aborted, HaberdashError `library-closed` once it was stopped, `unexpected`
   *   where the thread ended by itself, and what the task threw
   */
  run<W extends keyof T & string>(what: W, input: Input<T, W>, work?: Work<never>): Promise<Output<T, W>>
  /** Ends it at once, whatever it is at. */
  stop(): void
}

export type ThreadOptions = {
  /** File of the thread's code. */
  entry: string
  /** Where its data lies: what it is started with. */
  data: unknown
  /** How long it lives on without being asked, milliseconds. */
  idle?: number
}

type Job = {
  resolve(value: unknown): void
  reject(error: unknown): void
  /** Which stages a task tells of is its own affair. */
  onProgress: Work<never>['onProgress']
}

/**
 * A thread that is started when it is asked for something, and again after it has ended. When it ends, all that it was asked
 * for is rejected: nothing waits for a dead thread.
 */
export function createThread<T extends Tasks>({ entry, data, idle = IDLE }: ThreadOptions): Thread<T> {
  const jobs = new Map<number, Job>()
  let worker: Worker | null = null
  let timer: NodeJS.Timeout | undefined
  let [ids, stopped] = [0, false]

  const end = () => {
    const ending = worker
    worker = null
    clearTimeout(timer)
    void ending?.terminate()
  }
  const rejectAll = (error: unknown) => {
    for (const job of jobs.values()) job.reject(error)
    jobs.clear()
  }
  const start = (): Worker => {
    const started = new Worker(entry, { workerData: data })
    let cause: unknown
    started.on('message', (answer: Answer) => {
      const job = jobs.get(answer.id)
      if (answer.progress) return job?.onProgress?.(answer.progress as never)
      jobs.delete(answer.id)
      if (answer.error) job?.reject(asError(answer.error))
      else job?.resolve(answer.value)
      rest()
    })
    // 'exit' comes after it.
    started.on('error', (error) => (cause = error))
    started.on('exit', () => {
      // Not where it was ended from here: another may be at work by now.
      if (worker !== started) return
      end()
      rejectAll(ended(cause))
    })
    return started
  }
  /** An idle thread keeps no process alive, and no memory for long. */
  const rest = () => {
    if (jobs.size > 0 || !worker) return
    worker.unref()
    clearTimeout(timer)
    timer = setTimeout(end, idle)
    timer.unref()
  }
  return {
    run: (what, input, { signal, onProgress } = {}) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(closed())
        if (signal?.aborted) return reject(signal.reason as Error)
        const id = ids++
        const giveUp = () => {
          jobs.delete(id)
          reject(signal!.reason as Error)
          rest()
        }
        signal?.addEventListener('abort', giveUp, { once: true })
        const settled = () => signal?.removeEventListener('abort', giveUp)
        jobs.set(id, {
          resolve: (value) => (settled(), resolve(value as never)),
          reject: (error) => (settled(), reject(error as Error)),
          onProgress,
        })
        clearTimeout(timer)
        worker ??= start()
        worker.ref()
        const task: Task = { id, what, input }
        worker.postMessage(task)
      }),
    stop() {
      stopped = true
      end()
      rejectAll(closed())
    },
  }
}

/** One task in a thread of its own, which ends with it: what it needed of memory is free again, and giving up ends it at once. */
export async function runAlone<T extends Tasks, W extends keyof T & string>(
  options: ThreadOptions,
  what: W,
  input: Input<T, W>,
  work: Work<never>,
): Promise<Output<T, W>> {
  const thread = createThread<T>(options)
  try {
    return await thread.run(what, input, work)
  } finally {
    thread.stop()
  }
}

function asError({ code, message, todo }: NonNullable<Answer['error']>): Error {
  if (code === 'unexpected') return new Error(message)
  return new HaberdashError(code as ErrorCode, message, todo === undefined ? {} : { todo })
}

const closed = () => new HaberdashError('library-closed', 'This library was closed meanwhile.')

const ended = (cause: unknown) =>
  new HaberdashError('unexpected', 'The computation ended before it was done.', {
    todo: 'Try again. Where it happens again, memory may be short: close other programs first.',
    cause,
  })
