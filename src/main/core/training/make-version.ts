import { rm } from 'node:fs/promises'
import type { LabelledInputs, TrainEvent } from '../../../shared/contract/engine.ts'
import type { EpochPoint, Progress, Run } from '../../../shared/contract/training.ts'
import type { RunId, Scores } from '../../../shared/domain.ts'
import type { Engine } from '../engine-client.ts'
import type { EnginePool } from '../engine-pool.ts'
import type { Library } from '../library/library.ts'
import { atTemperature, chooseThreshold, fitTemperature, UNTESTED_THRESHOLD } from '../models/calibration.ts'
import { argMax } from '../models/evaluation.ts'
import type { Manifest } from '../models/manifest.ts'
import type { Predictions } from '../models/predictions.ts'
import { scores, takeTruths, type Scored } from '../models/scoring.ts'
import type { ModelStore } from '../models/store.ts'
import { checkpointFile, type Job } from './job.ts'
import type { Pausing } from './pausing.ts'
import { isNoWorse } from './promotion.ts'
import type { Runs } from './runs.ts'

export type TrainingParts = {
  library: Library
  models: ModelStore
  engine: Engine
  predictors: EnginePool
  predictions: Predictions
  runs: Runs
}

/** A job under way: its run, the empty folder that becomes the version, and what ends it or lets it stand still. */
export type Work = { id: RunId; job: Job; draft: string; signal: AbortSignal; pausing: Pausing }

type Outcome = Pick<Run, 'model' | 'before' | 'after' | 'activated'>

/**
 * From a job to a model version: trains, scores the parent where there is one and the result on the same images, and
 * adds it; a fine-tuned one becomes active at once if it is the first or no worse than its parent on both. Every step
 * stops at the signal. The checkpoint goes when the version is there: until then the run can be gone on with.
 * @throws HaberdashError what the engine or the disk had to say; the draft is then of no use
 */
export async function makeVersion(parts: TrainingParts, work: Work): Promise<Outcome> {
  const { models, runs, library, predictions } = parts
  const { job, draft, signal } = work
  const say = stageReporter(parts, work)
  say('preparing')
  const { data, validation, fingerprint } = await job.load()
  runs.fingerprint(work.id, fingerprint)
  signal.throwIfAborted()
  const score = scorer(parts, job.classes, signal)
  const { parameters, curve } = await train(parts, work, data, validation)
  work.pausing.end()
  if (runs.get(work.id).paused) runs.pause(work.id, false)
  say('scoring')
  // Only now, though it was there before: a person who waits sees the training begin at once.
  const before = job.parent && (await score(models.folder(job.parent.id), job.parent))
  const confidence = validation
    ? await fitConfidence(predictions, work, validation)
    : { temperature: job.parent?.temperature ?? 1, threshold: untested(job.parent) }
  const made: Omit<Manifest, 'scores'> = {
    format: 1,
    id: models.nextId(),
    parent: job.parent?.id ?? null,
    recipe: job.recipe,
    seed: job.seed,
    input: library.input,
    classes: job.classes,
    dataFingerprint: fingerprint,
    lastLabelEvent: job.lastLabelEvent,
    validatedOn: job.validatedOn,
    createdAt: new Date().toISOString(),
    parameters,
    ...confidence,
    before,
    curve,
  }
  const after = await score(draft, made)
  say('saving')
  // One that has ended meanwhile has forgotten it.
  await parts.predictors.useAll((api) => api.release({ folder: draft })).catch(() => {})
  await models.adopt(draft, { ...made, scores: after })
  await rm(checkpointFile(library, job.resumes ?? work.id), { force: true })
  const better = before === null ? models.active() === null : isNoWorse(before, after)
  const activated = job.kind === 'fine-tune' && better
  if (activated) models.activate(made.id)
  return { model: made.id, before, after, activated }
}

/** Scores any model on the images and labels of this moment, however long that lies back when it is called. */
function scorer({ library, predictions }: TrainingParts, classes: string[], signal: AbortSignal) {
  const truths = takeTruths(library, classes)
  return (folder: string, model: Scored): Promise<Scores> =>
    scores(truths, library, model, (inputs, count) => predictions.run(folder, inputs, count, signal), signal)
}

/** How its confidences are to be read, fitted on the validation images. */
async function fitConfidence(
  predictions: Predictions,
  { draft, job }: Work,
  { count, pixels, labels }: LabelledInputs,
): Promise<Pick<Manifest, 'temperature' | 'threshold'>> {
  const raw = await predictions.run(draft, new Uint8Array(await pixels.arrayBuffer()), count)
  const truth = new Uint8Array(await labels.arrayBuffer())
  const classes = job.classes.length
  // Answers that are all right say nothing of how sure is too sure.
  const telling = truth.some((actual, i) => argMax(raw.subarray(i * classes, (i + 1) * classes)) !== actual)
  const temperature = job.temperature ?? (telling ? fitTemperature(raw, truth, classes) : 1)
  const rows = atTemperature(raw, classes, temperature)
  return { temperature, threshold: chooseThreshold(rows, truth, classes) }
}

/** The threshold of a version that no images were set aside for: its parent's, where it has one. */
const untested = (parent: Manifest | null) => (parent ? parent.threshold : UNTESTED_THRESHOLD)

type Trained = { parameters: number; curve: EpochPoint[] }

async function train(
  { engine, runs, library }: TrainingParts,
  { id, job, draft, signal, pausing }: Work,
  data: LabelledInputs,
  validation: LabelledInputs | undefined,
): Promise<Trained> {
  const start =
    job.start.from === 'noise'
      ? { ...job.start, input: library.input, classes: job.classes.length }
      : job.start
  const points = [...(job.curve ?? [])]
  return engine.use(async (api) => {
    const checkpoint =
      job.kind === 'train'
        ? { file: checkpointFile(library, job.resumes ?? id), resume: job.resumes !== undefined }
        : undefined
    const request = { start, data, validation, options: job.options, out: draft, checkpoint }
    // Where the engine is gone, the training itself says so.
    const tell = (paused: boolean) => void api.pause({ out: draft, paused }).catch(() => {})
    let begun = false
    for await (const event of await api.train(request, { signal })) {
      if (!begun) pausing.begin(tell)
      begun = true
      const trained = heed(event, id, runs, points)
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
  if (event.type !== 'saved') return null
  runs.update(id, { curve: event.curve })
  return { parameters: event.parameters, curve: event.curve }
}

function stageReporter({ runs }: TrainingParts, { id, job }: Work) {
  const { epochs } = job.options
  const nothing = { batch: 0, batches: 0, loss: null, accuracy: null, secondsLeft: null }
  return (stage: Progress['stage']) =>
    runs.progress(id, { stage, epoch: stage === 'preparing' ? 0 : epochs, epochs, ...nothing })
}
