import type { TrainEvent } from '../../../shared/contract/engine.ts'
import type { EpochPoint, Run } from '../../../shared/contract/training.ts'
import type { RunId, Scores } from '../../../shared/domain.ts'
import type { Engine } from '../engine-client.ts'
import type { Library } from '../library/library.ts'
import type { Manifest } from '../models/manifest.ts'
import type { Predictions } from '../models/predictions.ts'
import { scores } from '../models/scoring.ts'
import type { ModelStore } from '../models/store.ts'
import { isNoWorse } from './promotion.ts'
import type { FineTuneRecipe } from './recipe.ts'
import type { Runs } from './runs.ts'
import { loadSelection, type Selection } from './selection.ts'

export type FineTuneParts = {
  library: Library
  models: ModelStore
  engine: Engine
  predictions: Predictions
  runs: Runs
}

export type FineTuneJob = {
  id: RunId
  seed: number
  parent: Manifest
  recipe: FineTuneRecipe
  selection: Selection
  /** Empty folder that becomes the version. */
  draft: string
  signal: AbortSignal
}

type Outcome = Pick<Run, 'model' | 'before' | 'after' | 'activated'>

/**
 * Fine-tunes: scores the parent, trains a copy of it, scores that on the same images, and adds it as a version, which
 * becomes active at once only if it is no worse on both. Every step stops at the signal.
 * @throws HaberdashError what the engine or the disk had to say; the draft is then of no use
 */
export async function fineTune(parts: FineTuneParts, job: FineTuneJob): Promise<Outcome> {
  const { models, runs, library, predictions } = parts
  const say = stageReporter(parts, job)
  say('preparing')
  const { data, fingerprint } = await loadSelection(library, job.selection, job.parent)
  runs.fingerprint(job.id, fingerprint)
  const before = await scoresOf(parts, job.parent, job.signal)
  const { parameters, curve } = await train(parts, job, data)
  say('scoring')
  const manifest: Manifest = {
    format: 1,
    id: models.nextId(),
    parent: job.parent.id,
    recipe: { ...job.recipe },
    seed: job.seed,
    input: job.parent.input,
    classes: job.parent.classes,
    dataFingerprint: fingerprint,
    lastLabelEvent: job.selection.lastLabelEvent,
    createdAt: new Date().toISOString(),
    parameters,
    scores: before,
    before,
    curve,
  }
  const after = await scores(
    library,
    manifest,
    (inputs, count) => predictions.run(job.draft, inputs, count),
    job.signal,
  )
  say('saving')
  await parts.engine.use((api) => api.release({ folder: job.draft }))
  await models.adopt(job.draft, { ...manifest, scores: after })
  const activated = isNoWorse(before, after)
  if (activated) models.activate(manifest.id)
  return { model: manifest.id, before, after, activated }
}

const scoresOf = (parts: FineTuneParts, model: Manifest, signal: AbortSignal): Promise<Scores> => {
  const folder = parts.models.folder(model.id)
  return scores(parts.library, model, (inputs, count) => parts.predictions.run(folder, inputs, count), signal)
}

type Trained = { parameters: number; curve: EpochPoint[] }

async function train(
  { engine, runs, models }: FineTuneParts,
  job: FineTuneJob,
  data: Awaited<ReturnType<typeof loadSelection>>['data'],
): Promise<Trained> {
  const { name: _name, replay: _replay, share: _share, maxRepeats: _max, ...options } = job.recipe
  const points: EpochPoint[] = []
  return engine.use(async (api) => {
    const events = await api.train(
      {
        start: { from: 'model', folder: models.folder(job.parent.id) },
        data,
        options: { ...options, seed: job.seed },
        out: job.draft,
      },
      { signal: job.signal },
    )
    for await (const event of events) {
      const trained = heed(event, job.id, runs, points)
      if (trained) return trained
    }
    throw new Error('The engine ended training without a model.')
  })
}

function heed(event: TrainEvent, id: RunId, runs: Runs, points: EpochPoint[]): Trained | null {
  if (event.type === 'progress') runs.progress(id, event.progress)
  if (event.type === 'epoch') {
    points.push(event.point)
    runs.update(id, { curve: [...points] })
  }
  return event.type === 'saved' ? { parameters: event.parameters, curve: event.curve } : null
}

function stageReporter({ runs }: FineTuneParts, { id, recipe }: FineTuneJob) {
  return (stage: 'preparing' | 'scoring' | 'saving') => {
    const epoch = stage === 'preparing' ? 0 : recipe.epochs
    runs.progress(id, {
      stage,
      epoch,
      epochs: recipe.epochs,
      batch: 0,
      batches: 0,
      loss: null,
      accuracy: null,
      secondsLeft: null,
    })
  }
}
