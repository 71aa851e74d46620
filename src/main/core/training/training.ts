import { rm } from 'node:fs/promises'
import type { Run } from '../../../shared/contract/training.ts'
import type { RunId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Events } from '../events.ts'
import type { Job } from './job.ts'
import { makeVersion, type TrainingParts, type Work } from './make-version.ts'

export type Training = {
  /** Starts what `plan` decides on and answers at once. @throws `run-in-progress`, and what `plan` throws */
  start(plan: () => Job): Promise<Run>
  /** Ends a run within a second; what is trained so far is dropped. A run that has ended stays as it is. */
  cancel(id: RunId): Promise<Run>
  running(): RunId | null
  /** Ends what runs, and waits for it. */
  close(): Promise<void>
}

type Current = { id: RunId; abort: AbortController; ended: Promise<void> }

/** One training run at a time, from the button to the new version. */
export function createTraining(parts: TrainingParts, events: Events): Training {
  let current: Current | null = null
  let starting = false

  const run = async (work: Work): Promise<void> => {
    try {
      const outcome = await makeVersion(parts, work)
      parts.runs.update(work.id, { state: 'done', endedAt: now(), ...outcome })
      events.publish({ type: 'models-changed' })
      if (outcome.activated) parts.predictions.all()
    } catch (error) {
      await rm(work.draft, { recursive: true, force: true })
      parts.runs.update(work.id, { endedAt: now(), ...failure(error, work.signal) })
    } finally {
      current = null
    }
  }
  const begin = async (job: Job): Promise<Run> => {
    const draft = await parts.models.draft()
    const { kind, seed, recipe, trainedOn, lastLabelEvent } = job
    const record = parts.runs.add(
      {
        ...NEW_RUN,
        kind,
        seed,
        trainedOn,
        recipe: recipe.name,
        parent: job.parent?.id ?? null,
        startedAt: now(),
      },
      { recipe, lastLabelEvent },
    )
    const abort = new AbortController()
    current = { id: record.id, abort, ended: Promise.resolve() }
    current.ended = run({ id: record.id, job, draft, signal: abort.signal })
    return record
  }
  return {
    async start(plan) {
      if (current || starting) throw runInProgress()
      starting = true
      try {
        return await begin(plan())
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
      return parts.runs.get(id)
    },
    running: () => current?.id ?? null,
    async close() {
      current?.abort.abort()
      await current?.ended
    },
  }
}

const now = () => new Date().toISOString()

const NEW_RUN = {
  state: 'running',
  endedAt: null,
  progress: null,
  curve: [],
  model: null,
  before: null,
  after: null,
  activated: false,
  error: null,
} satisfies Partial<Run>

function failure(error: unknown, signal: AbortSignal): Pick<Run, 'state' | 'error'> {
  if (signal.aborted) return { state: 'cancelled', error: null }
  const known = error instanceof HaberdashError ? error : new HaberdashError('unexpected', String(error))
  return { state: 'failed', error: { code: known.code, message: known.message, todo: known.todo } }
}

const runInProgress = () =>
  new HaberdashError('run-in-progress', 'A training run is going already.', {
    todo: 'Wait for it to end, or cancel it first.',
  })
