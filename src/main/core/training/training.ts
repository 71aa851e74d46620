import { rm } from 'node:fs/promises'
import type { Run } from '../../../shared/contract/training.ts'
import type { RunId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Events } from '../events.ts'
import { fineTune, type FineTuneJob, type FineTuneParts } from './fine-tune.ts'
import { FINE_TUNE } from './recipe.ts'
import { selectTrainingImages } from './selection.ts'

export type Training = {
  /** Starts a run and answers at once. @throws `run-in-progress`, `nothing-to-train-on`, `model-unknown` */
  start(seed: number): Promise<Run>
  /** Ends a run within a second; what is trained so far is dropped. A run that has ended stays as it is. */
  cancel(id: RunId): Promise<Run>
  running(): RunId | null
  /** Ends what runs, and waits for it. */
  close(): Promise<void>
}

type Current = { id: RunId; abort: AbortController; ended: Promise<void> }

/** One training run at a time, from the button to the new version. */
export function createTraining(parts: FineTuneParts, events: Events): Training {
  let current: Current | null = null
  let starting = false

  const run = async (job: FineTuneJob): Promise<void> => {
    try {
      const outcome = await fineTune(parts, job)
      parts.runs.update(job.id, { state: 'done', endedAt: now(), ...outcome })
      events.publish({ type: 'models-changed' })
      if (outcome.activated) parts.predictions.all()
    } catch (error) {
      await rm(job.draft, { recursive: true, force: true })
      parts.runs.update(job.id, { endedAt: now(), ...failure(error, job.signal) })
    } finally {
      current = null
    }
  }
  const begin = async (seed: number): Promise<Run> => {
    const parent = parts.models.active()
    if (!parent) throw new HaberdashError('model-unknown', 'There is no active model to start from.')
    const selection = selectTrainingImages(parts.library, FINE_TUNE, seed)
    const draft = await parts.models.draft()
    const { lastLabelEvent, trainedOn } = selection
    const record = parts.runs.add(
      { ...NEW_RUN, parent: parent.id, seed, startedAt: now(), trainedOn },
      {
        recipe: FINE_TUNE,
        lastLabelEvent,
      },
    )
    const abort = new AbortController()
    const job = { id: record.id, seed, parent, recipe: FINE_TUNE, selection, draft, signal: abort.signal }
    current = { id: record.id, abort, ended: Promise.resolve() }
    current.ended = run(job)
    return record
  }
  return {
    async start(seed) {
      if (current || starting) throw runInProgress()
      starting = true
      try {
        return await begin(seed)
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
  kind: 'fine-tune',
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
