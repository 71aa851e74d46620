import { EventPublisher } from '@orpc/server'
import { setTimeout as pause } from 'node:timers/promises'
import { Run, type Progress } from '../../../shared/contract/training.ts'
import type { RunId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Events } from '../events.ts'
import type { Library } from '../library/library.ts'
import { isAlive } from '../library/owner.ts'

type Draft = Omit<Run, 'id'>

/** How often a run of another process is looked at, milliseconds. */
const LOOK_EVERY = 500

/** The runs of a library: what happened is in the database, live progress only in memory. */
export type Runs = {
  /** Newest first. */
  list(): Run[]
  /** @throws HaberdashError `run-unknown` */
  get(id: RunId): Run
  /** The recipe it was added with. @throws HaberdashError `run-unknown` */
  recipe(id: RunId): KeptRecipe
  /** The run that is going on now, in whichever process. */
  running(): Run | null
  isOurs(id: RunId): boolean
  add(run: Draft, made: { recipe: object; lastLabelEvent: number }): Run
  /** Keeps what has changed and tells every watcher. */
  update(id: RunId, change: Partial<Draft>): Run
  /** As `update`, for its end: true also where the disk won't keep it, which is tried again with the next run. */
  end(id: RunId, change: Partial<Draft>): void
  /** Whether it stands still, told but not kept. */
  pause(id: RunId, paused: boolean): Run
  /** Where it stands, told but not kept. */
  progress(id: RunId, progress: Progress): void
  fingerprint(id: RunId, fingerprint: string): void
  /** The run now and at each change, until it has ended. */
  watch(id: RunId, signal: AbortSignal | undefined): AsyncGenerator<Run>
}

/** A recipe's name and knobs, and the run it goes on with where it is a resumed one. */
export type KeptRecipe = { name: string; resumes?: RunId; [knob: string]: unknown }

export function createRuns(library: Library, events: Events): Runs {
  const { read, write } = library.db
  const live = new Map<RunId, Progress>()
  const paused = new Set<RunId>()
  const unkept = new Map<RunId, Run>()
  const publisher = new EventPublisher<Record<string, Run>>({ maxBufferedEvents: 1 })
  const parse = (record: string): Run => {
    const kept = Run.parse(JSON.parse(record))
    const run = unkept.get(kept.id) ?? kept
    return { ...run, progress: live.get(run.id) ?? null, paused: paused.has(run.id) }
  }
  const tell = (run: Run) => {
    publisher.publish(String(run.id), run)
    events.publish({ type: 'run-changed', runId: run.id })
  }
  const store = (run: Run) =>
    write
      .prepare('UPDATE runs SET state = ?, record = ? WHERE id = ?')
      .run(run.state, JSON.stringify({ ...run, progress: null, paused: false }), run.id)
  const keep = (run: Run): void => {
    try {
      store(run)
      unkept.delete(run.id)
    } catch (error) {
      unkept.set(run.id, run)
      process.stderr.write(`The end of run ${run.id} could not be kept: ${String(error)}\n`)
    }
  }
  const get: Runs['get'] = (id) => {
    const record = read.prepare('SELECT record FROM runs WHERE id = ?').pluck().get(id) as string | undefined
    if (record === undefined)
      throw new HaberdashError('run-unknown', 'This training run is not in the library.')
    return parse(record)
  }
  const isOurs = (id: RunId) =>
    read.prepare('SELECT pid FROM runs WHERE id = ?').pluck().get(id) === process.pid
  return {
    list: () =>
      (read.prepare('SELECT record FROM runs ORDER BY id DESC').pluck().all() as string[]).map(parse),
    get,
    recipe(id) {
      get(id)
      return JSON.parse(
        read.prepare('SELECT recipe FROM runs WHERE id = ?').pluck().get(id) as string,
      ) as KeptRecipe
    },
    running: () =>
      runningRows(library)
        .map(({ record }) => parse(record))
        .find(({ state }) => state === 'running') ?? null,
    isOurs,
    add(draft, made) {
      for (const run of unkept.values()) keep(run)
      const insert = write.transaction((): Run => {
        const { lastInsertRowid } = write
          .prepare("INSERT INTO runs (pid, state, recipe, last_label_event, record) VALUES (?, ?, ?, ?, '')")
          .run(process.pid, draft.state, JSON.stringify(made.recipe), made.lastLabelEvent)
        const run: Run = { ...draft, id: Number(lastInsertRowid) as RunId }
        store(run)
        return run
      })
      const run = insert.immediate()
      events.publish({ type: 'run-changed', runId: run.id })
      return run
    },
    update(id, change) {
      const run: Run = { ...get(id), ...change, id }
      store(run)
      tell(run)
      return run
    },
    end(id, change) {
      live.delete(id)
      paused.delete(id)
      const run: Run = { ...get(id), ...change, id, progress: null }
      keep(run)
      tell(run)
    },
    pause(id, still) {
      if (still) paused.add(id)
      else paused.delete(id)
      const run = get(id)
      tell(run)
      return run
    },
    progress(id, progress) {
      live.set(id, progress)
      publisher.publish(String(id), get(id))
    },
    fingerprint(id, fingerprint) {
      write.prepare('UPDATE runs SET data_fingerprint = ? WHERE id = ?').run(fingerprint, id)
    },
    async *watch(id, signal) {
      // Subscribed before the first look, so that nothing between the two is missed.
      const changes = isOurs(id) ? publisher.subscribe(String(id), { signal }) : looks(() => get(id), signal)
      const now = get(id)
      yield now
      if (now.state !== 'running') return
      for await (const run of changes) {
        yield run
        if (run.state !== 'running') return
      }
    },
  }
}

/** A run of another process, again and again: nothing else tells of it. */
async function* looks(get: () => Run, signal: AbortSignal | undefined): AsyncGenerator<Run> {
  for (;;) {
    await pause(LOOK_EVERY, undefined, { signal })
    yield get()
  }
}

type RunningRow = { id: RunId; pid: number; record: string }

const allRunning = (library: Library) =>
  library.db.read.prepare("SELECT id, pid, record FROM runs WHERE state = 'running'").all() as RunningRow[]

const runningRows = (library: Library) => allRunning(library).filter(({ pid }) => isAlive(pid))

/** A run whose process was killed has failed, and says so. Call when the library opens. */
export function failInterruptedRuns(library: Library, runs: Runs): void {
  for (const { id, pid } of allRunning(library)) {
    // Of this very process nothing can be running yet: its number was another's before.
    if (pid !== process.pid && isAlive(pid)) continue
    runs.end(id, {
      state: 'failed',
      endedAt: new Date().toISOString(),
      error: {
        code: 'run-interrupted',
        message: 'Haberdash was closed while this was training.',
        todo: 'Your labels and the active model are as they were. Run it again.',
      },
    })
  }
}
