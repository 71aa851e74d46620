import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { InputPlace } from '../../../shared/contract/network.ts'
import type { InputSpec } from '../../../shared/domain.ts'
import { HaberdashError, type ErrorCode } from '../../../shared/errors.ts'
import type { PhotoFix } from '../../../shared/photo-fix.ts'
import type { PreparedPhoto } from './prepare.ts'

/** Threads at most; each holds some 30 MB. */
const MOST = 4
/** Photos a thread has at once: libvips decodes one in a thread of its own while the garment of the other is sought. */
const AT_ONCE = 2
/** JavaScript's heap in a thread; a photo needs a fraction of it. Beyond it the thread ends, and not the app. */
const HEAP_MB = 256
/** How often a photo is tried when the thread that had it ended: it may have been the other one's fault. */
const TRIES = 2

/** Built code lies in out/main, beside its entries; sources lie where they are. */
const ENTRY = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? 'worker.ts' : 'photo-worker.js',
)

type Made = { prepare: PreparedPhoto; input: Uint8Array; place: InputPlace }
type What = keyof Made

/** What a thread is told, and what it answers. */
export type Task = {
  id: number
  what: What
  bytes: Uint8Array
  name: string
  spec: InputSpec
  fix?: PhotoFix | undefined
}
export type Answer = {
  id: number
  value?: Made[What]
  error?: { code: ErrorCode; message: string; todo?: string }
}

export type PhotoPool = {
  /**
   * What `preparePhoto`, `inputOfFile` or `placeInFile` (prepare.ts) makes of a file, made in another thread.
   * @param fix of `place`: what a person has changed about it
   * @param bulk one of very many: others go first
   * @throws HaberdashError a photo-… code that names the file, `library-closed`
   */
  run<W extends What>(
    what: W,
    file: { bytes: Uint8Array; name: string; bulk?: boolean; fix?: PhotoFix },
    spec: InputSpec,
  ): Promise<Made[W]>
  /** Starts a thread now, so that the first photo needn't wait for it. */
  warm(): void
  stop(): void
}

type Job = { task: Task; tries: number; resolve(value: Made[What]): void; reject(error: unknown): void }
/** `alone`: it has a photo that a thread ended with before, and nothing beside it. */
type Thread = { worker: Worker; jobs: Map<number, Job>; alone: boolean }

/**
 * Threads that decode photos and look for garments, so that main has its own for everything else. They are started as
 * they are needed. A thread that ends gives back what it had: each is tried once more, in another, by itself.
 */
export function createPhotoPool(entry = ENTRY): PhotoPool {
  const most = Math.min(MOST, availableParallelism())
  const threads = new Set<Thread>()
  const [first, later]: [Job[], Job[]] = [[], []]
  let [ids, stopped] = [0, false]

  const start = (): Thread => {
    const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } })
    const thread: Thread = { worker, jobs: new Map(), alone: false }
    threads.add(thread)
    worker.unref()
    worker.on('message', ({ id, value, error }: Answer) => {
      const job = thread.jobs.get(id)
      thread.jobs.delete(id)
      if (error) job?.reject(new HaberdashError(error.code, error.message, { todo: error.todo }))
      else job?.resolve(value!)
      if (thread.jobs.size === 0) thread.alone = false
      hand()
    })
    // 'exit' comes after it, and there the jobs are given back.
    worker.on('error', () => {})
    worker.on('exit', () => {
      threads.delete(thread)
      for (const job of thread.jobs.values()) giveBack(job)
      hand()
    })
    return thread
  }
  const giveBack = (job: Job) => {
    if (stopped) job.reject(closed())
    else if (job.tries < TRIES) first.unshift(job)
    else job.reject(fatal(job.task.name))
  }
  /** The thread with the least to do, for a job that is tried again an idle one; a new one where there may be more. */
  const free = (again: boolean): Thread | undefined => {
    const [idlest] = [...threads].filter(({ alone }) => !alone).sort((a, b) => a.jobs.size - b.jobs.size)
    if (idlest?.jobs.size === 0) return idlest
    if (threads.size < most) return start()
    return !again && idlest && idlest.jobs.size < AT_ONCE ? idlest : undefined
  }
  const hand = () => {
    while (first.length + later.length > 0 && !stopped) {
      const queue = first.length > 0 ? first : later
      const job = queue[0]!
      const thread = free(job.tries > 0)
      if (!thread) break
      queue.shift()
      thread.alone = job.tries > 0
      job.tries++
      thread.jobs.set(job.task.id, job)
      thread.worker.postMessage(job.task)
    }
    // An idle thread keeps no process alive; one at work does.
    for (const { worker, jobs } of threads)
      if (jobs.size > 0) worker.ref()
      else worker.unref()
  }
  return {
    run: (what, { bytes, name, bulk, fix }, spec) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(closed())
        const task: Task = { id: ids++, what, bytes, name, spec, fix }
        const job: Job = { task, tries: 0, resolve: resolve as Job['resolve'], reject }
        ;(bulk ? later : first).push(job)
        hand()
      }),
    warm: () => void (threads.size === 0 && !stopped && start()),
    stop() {
      stopped = true
      for (const job of [...first.splice(0), ...later.splice(0)]) job.reject(closed())
      for (const { worker } of threads) void worker.terminate()
    },
  }
}

const closed = () => new HaberdashError('library-closed', 'This library was closed meanwhile.')

const fatal = (name: string) =>
  new HaberdashError('photo-unreadable', `This file could not be read to its end: ${name}.`, {
    todo: 'Export it again, smaller, and add that.',
  })
