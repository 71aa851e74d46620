import { rm } from 'node:fs/promises'
import type { Run } from '../../../shared/contract/training.ts'
import type { RunId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { newRun } from '../../../shared/run.ts'
import type { Events } from '../events.ts'
import { asDiskFull } from '../library/files.ts'
import type { Job } from './job.ts'
import { makeVersion, type TrainingParts, type Work } from './make-version.ts'
import { Pausing } from './pausing.ts'

export type Training = {
  /** Starts what `plan` decides on and answers at once. @throws `run-in-progress`, and what `plan` throws */
  start(plan: () => Job | Promise<Job>): Promise<Run>
  /**
   * Ends a run within a second; what is trained so far is dropped. A run that has ended stays as it is.
   * @throws `run-elsewhere` for one of another process
   */
  cancel(id: RunId): Promise<Run>
  /**
   * Lets a run stand still at its next batch, or go on. One that has ended, or is no longer training, stays as it is.
   * @throws `run-elsewhere` for one of another process
   */
  pause(id: RunId, paused: boolean): Run
  running(): RunId | null
  /** Ends what runs, and waits for it. */
  close(): Promise<void>
}

type Current = { id: RunId; abort: AbortController; pausing: Pausing; ended: Promise<void> }

/** One training run at a time, from the button to the new version. */
export function createTraining(parts: TrainingParts, events: Events): Training {
  let current: Current | null = null
  let starting = false

  const run = async (work: Work): Promise<void> => {
    try {
      const outcome = await makeVersion(parts, work)
      parts.runs.end(work.id, { state: 'done', endedAt: now(), ...outcome })
      events.publish({ type: 'models-changed' })
      if (outcome.activated) parts.predictions.all()
    } catch (error) {
      // What can't be removed now is cleared at the next opening.
      await rm(work.draft, { recursive: true, force: true }).catch(() => {})
      parts.runs.end(work.id, { endedAt: now(), ...failure(error, work.signal) })
    } finally {
      current = null
    }
  }
  const begin = async (job: Job): Promise<Run> => {
    const draft = await parts.models.draft()
    const { kind, seed, recipe, changes, trainedOn, lastLabelEvent } = job
    const record = parts.runs.add(
      {
        ...newRun({
          ...{ kind, seed, changes, trainedOn },
          recipe: recipe.name,
          parent: job.parent?.id ?? null,
          startedAt: now(),
        }),
        backbone: job.sees?.backbone?.name ?? null,
        curve: job.curve ?? [],
      },
      { recipe: { ...recipe, resumes: job.resumes }, lastLabelEvent },
    )
    const [abort, pausing] = [new AbortController(), new Pausing()]
    current = { id: record.id, abort, pausing, ended: Promise.resolve() }
    current.ended = run({ id: record.id, job, draft, signal: abort.signal, pausing })
    return record
  }
  const ours = (id: RunId): Run => {
    const run = parts.runs.get(id)
    if (run.state === 'running' && !parts.runs.isOurs(id)) throw runElsewhere()
    return run
  }
  return {
    async start(plan) {
      if (starting || parts.runs.running()) throw runInProgress()
      starting = true
      try {
        return await begin(await plan())
      } finally {
        starting = false
      }
    },
    async cancel(id) {
      if (current?.id === id) {
        const { abort, ended } = current
        abort.abort()
        await ended
      }
      return ours(id)
    },
    pause(id, paused) {
      const heeded = current?.id === id && current.pausing.set(paused)
      return heeded ? parts.runs.pause(id, paused) : ours(id)
    },
    running: () => parts.runs.running()?.id ?? null,
    async close() {
      current?.abort.abort()
      await current?.ended
    },
  }
}

const now = () => new Date().toISOString()

function failure(error: unknown, signal: AbortSignal): Pick<Run, 'state' | 'error'> {
  if (signal.aborted) return { state: 'cancelled', error: null }
  const told = asDiskFull(error)
  const known = told instanceof HaberdashError ? told : new HaberdashError('unexpected', String(told))
  return { state: 'failed', error: { code: known.code, message: known.message, todo: known.todo } }
}

const runElsewhere = () =>
  new HaberdashError(
    'run-elsewhere',
    'This run belongs to another Haberdash that works on the same library.',
    {
      todo: 'Cancel or pause it there.',
    },
  )

const runInProgress = () =>
  new HaberdashError('run-in-progress', 'A training run is going already.', {
    todo: 'Wait for it to end, or cancel it first.',
  })
