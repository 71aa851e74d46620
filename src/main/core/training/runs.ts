import { EventPublisher } from '@orpc/server'
import { Run, type Progress } from '../../../shared/contract/training.ts'
import type { RunId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Events } from '../events.ts'
import type { Library } from '../library/library.ts'

type Draft = Omit<Run, 'id'>

/** The runs of a library: what happened is in the database, live progress only in memory. */
export type Runs = {
  /** Newest first. */
  list(): Run[]
  /** @throws HaberdashError `run-unknown` */
  get(id: RunId): Run
  add(run: Draft, made: { recipe: object; lastLabelEvent: number }): Run
  /** Keeps what has changed and tells every watcher. */
  update(id: RunId, change: Partial<Draft>): Run
  /** Where it stands, told but not kept. */
  progress(id: RunId, progress: Progress): void
  fingerprint(id: RunId, fingerprint: string): void
  /** The run now and at each change, until it has ended. */
  watch(id: RunId, signal: AbortSignal | undefined): AsyncGenerator<Run>
}

export function createRuns(library: Library, events: Events): Runs {
  const { read, write } = library.db
  const live = new Map<RunId, Progress>()
  const publisher = new EventPublisher<Record<string, Run>>({ maxBufferedEvents: 1 })
  const parse = (record: string): Run => {
    const run = Run.parse(JSON.parse(record))
    return { ...run, progress: live.get(run.id) ?? null }
  }
  const tell = (run: Run) => publisher.publish(String(run.id), run)
  const runs: Runs = {
    list: () =>
      (read.prepare('SELECT record FROM runs ORDER BY id DESC').pluck().all() as string[]).map(parse),
    get(id) {
      const record = read.prepare('SELECT record FROM runs WHERE id = ?').pluck().get(id) as
        string | undefined
      if (record === undefined)
        throw new HaberdashError('run-unknown', 'This training run is not in the library.')
      return parse(record)
    },
    add(draft, made) {
      const insert = write.transaction((): Run => {
        const { lastInsertRowid } = write
          .prepare("INSERT INTO runs (state, recipe, last_label_event, record) VALUES (?, ?, ?, '')")
          .run(draft.state, JSON.stringify(made.recipe), made.lastLabelEvent)
        const run: Run = { ...draft, id: Number(lastInsertRowid) as RunId }
        write.prepare('UPDATE runs SET record = ? WHERE id = ?').run(JSON.stringify(run), run.id)
        return run
      })
      const run = insert.immediate()
      events.publish({ type: 'run-changed', runId: run.id })
      return run
    },
    update(id, change) {
      if (change.state && change.state !== 'running') live.delete(id)
      const run: Run = { ...runs.get(id), ...change, id }
      const record = JSON.stringify({ ...run, progress: null })
      write.prepare('UPDATE runs SET state = ?, record = ? WHERE id = ?').run(run.state, record, id)
      tell(run)
      events.publish({ type: 'run-changed', runId: id })
      return run
    },
    progress(id, progress) {
      live.set(id, progress)
      tell(runs.get(id))
    },
    fingerprint(id, fingerprint) {
      write.prepare('UPDATE runs SET data_fingerprint = ? WHERE id = ?').run(fingerprint, id)
    },
    async *watch(id, signal) {
      // Subscribed before the first look, so that nothing between the two is missed.
      const changes = publisher.subscribe(String(id), { signal })
      const now = runs.get(id)
      yield now
      if (now.state !== 'running') return
      for await (const run of changes) {
        yield run
        if (run.state !== 'running') return
      }
    },
  }
  return runs
}

/** A run that was going when the app was killed has failed, and says so. Call when the library opens. */
export function failInterruptedRuns(runs: Runs): void {
  for (const run of runs.list().filter(({ state }) => state === 'running')) {
    runs.update(run.id, {
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
