import { rm } from 'node:fs/promises'
import type { EngineApi, LabelledInputs, TrainEvent } from '../../../shared/contract/engine.ts'
import type { EpochPoint, Progress, Run } from '../../../shared/contract/training.ts'
import type { RunId, Scores } from '../../../shared/domain.ts'
import type { Looking } from '../backbones/features.ts'
import type { Engine } from '../engine-client.ts'
import type { EnginePool } from '../engine-pool.ts'
import type { Library } from '../library/library.ts'
import { atTemperature, chooseThreshold, fitTemperature, UNTESTED_THRESHOLD } from '../models/calibration.ts'
import { argMax } from '../models/evaluation.ts'
import type { Manifest } from '../models/manifest.ts'
import type { Predictions } from '../models/predictions.ts'
import { scores, takeTruths, type Classify, type Scored } from '../models/scoring.ts'
import type { Seeing, Sight } from '../models/sight.ts'
import type { ModelStore } from '../models/store.ts'
import { checkpointFile, isFit, type Job } from './job.ts'
import type { Pausing } from './pausing.ts'
import { isNoWorse } from './promotion.ts'
import type { Runs } from './runs.ts'

export type TrainingParts = {
  library: Library
  models: ModelStore
  engine: Engine
  predictors: EnginePool
  predictions: Predictions
  sight: Sight
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
  const looking = { told: saysLooked(parts, work), held: () => work.pausing.over(signal), signal }
  const { data, validation, fingerprint } = await job.load(looking)
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
    input: job.sees?.input ?? library.input,
    backbone: job.sees?.backbone,
    classes: job.classes,
    dataFingerprint: fingerprint,
    lastLabelEvent: job.lastLabelEvent,
    validatedOn: job.validatedOn,
    aside: validation?.count ?? 0,
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
function scorer({ library, predictions, sight }: TrainingParts, classes: string[], signal: AbortSignal) {
  const truths = takeTruths(library, classes)
  return (folder: string, model: Scored & Seeing): Promise<Scores> => {
    const classify: Classify = (inputs, count) => predictions.run(folder, inputs, count, signal)
    return scores(truths, library, model, { sight, classify }, signal)
  }
}

/** How its confidences are to be read, fitted on the validation images. */
async function fitConfidence(
  predictions: Predictions,
  { draft, job, signal }: Work,
  { count, pixels, labels }: LabelledInputs,
): Promise<Pick<Manifest, 'temperature' | 'threshold'>> {
  const raw = await predictions.run(draft, new Uint8Array(await pixels.arrayBuffer()), count, signal)
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
  const points = [...(job.curve ?? [])]
  return engine.use(async (api) => {
    // Where the engine is gone, the training itself says so.
    const tell = (paused: boolean) => void api.pause({ out: draft, paused }).catch(() => {})
    let begun = false
    for await (const event of await begin(api)) {
      if (!begun) pausing.begin(tell)
      begun = true
      const trained = heed(event, id, runs, points)
      if (trained) return trained
    }
    throw new Error('The engine ended training without a model.')
  })

  function begin(api: EngineApi) {
    const [out, classes] = [draft, job.classes.length]
    if (isFit(job)) return api.fitHead({ data, validation, classes, options: job.options, out }, { signal })
    const { start, options, kind } = job
    const file = checkpointFile(library, job.resumes ?? id)
    const checkpoint = kind === 'train' ? { file, resume: job.resumes !== undefined } : undefined
    const whole = start.from === 'noise' ? { ...start, input: library.input, classes } : start
    return api.train({ start: whole, data, validation, options, out, checkpoint }, { signal })
  }
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

const NOTHING = { batch: 0, batches: 0, loss: null, accuracy: null, secondsLeft: null }

/** Of a backbone's look at the photos: how far it is, and how long it will take at its pace. */
function saysLooked({ runs }: TrainingParts, { id, job }: Work): Looking['told'] {
  const { epochs } = job.options
  let first: { done: number; at: number } | null = null
  return (done, of) => {
    first ??= { done, at: performance.now() }
    const each = (performance.now() - first.at) / 1000 / (done - first.done)
    const secondsLeft = done > first.done ? (of - done) * each : null
    runs.progress(id, {
      stage: 'looking',
      epoch: 0,
      epochs,
      ...NOTHING,
      batch: done,
      batches: of,
      secondsLeft,
    })
  }
}

function stageReporter({ runs }: TrainingParts, { id, job }: Work) {
  const { epochs } = job.options
  return (stage: Progress['stage']) =>
    runs.progress(id, { stage, epoch: stage === 'preparing' ? 0 : epochs, epochs, ...NOTHING })
}
