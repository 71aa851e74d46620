import type { Run } from '../../shared/contract/training.ts'
import type { RunId } from '../../shared/domain.ts'
import { HaberdashError } from '../../shared/errors.ts'
import { backboneName } from '../core/backbones/store.ts'
import type { RecipeChanges } from '../../shared/train-options.ts'
import type { Context } from './context.ts'
import { EXIT, scoreText, type Exit } from './output.ts'
import { secondsSince } from './photos.ts'

export type FineTuneOptions = { seed: number; fromNoise?: boolean; fromStart?: boolean; backbone?: string }

/** `fine-tune`: what the button does. */
export async function fineTune(
  context: Context,
  { backbone: typed, ...how }: FineTuneOptions,
): Promise<Exit> {
  const began = performance.now()
  const on = typed === undefined ? undefined : backboneName(typed)
  const started = await context.api.training.fineTune({ ...how, backbone: on })
  const run = await follow(context, 'Fine-tuning, batches', started)
  const { model, parent, backbone, before, after, activated, trainedOn } = run
  const text = [
    originText(run),
    `Official test images: ${scoreText(before?.test ?? null)} before, ${scoreText(after?.test ?? null)} after.`,
    `Your photos held out: ${scoreText(before?.holdout ?? null)} before, ${scoreText(after?.holdout ?? null)} after.`,
    activated ? 'It is active now.' : 'The version that was active stays so.',
  ]
  const seconds = secondsSince(began)
  context.out.result(
    { model, parent, backbone, before, after, trainedOn, activated, seconds },
    text.join('\n'),
  )
  return EXIT.done
}

function originText({ model, parent, backbone }: Run): string {
  const which = parent ? '' : ', the first of this library'
  if (backbone) return `New version ${model}${which}: a new head on ${backbone}.`
  return parent ? `New version ${model}, made from ${parent}.` : `New version ${model}${which}.`
}

/** `train`: a new model from noise, on the library's training split, or one that was stopped, from its last epoch. */
export async function train(
  context: Context,
  start: { recipe: string; changes: RecipeChanges; seed: number } | { resume: RunId },
): Promise<Exit> {
  const { api, core, out } = context
  const began = performance.now()
  const started =
    'resume' in start ? await api.training.resume({ id: start.resume }) : await api.training.train(start)
  const { recipe } = started
  const run = await follow(context, `Training ${recipe}, batches`, started)
  const { peakRssBytes } = await core.engine.use((engine) => engine.memory())
  // A library of photos alone has no test images.
  const test = run.after?.test ? await api.models.evaluate({ id: run.model!, split: 'test' }) : null
  const epochs = run.curve.map(({ epoch, loss, accuracy, validation, imagesPerSecond, seconds }) => ({
    epoch,
    trainLoss: loss,
    trainAccuracy: accuracy,
    validationLoss: validation?.loss ?? null,
    validationAccuracy: validation?.accuracy ?? null,
    imagesPerSecond,
    seconds,
  }))
  const result = {
    model: run.model,
    recipe,
    epochs,
    test: test && { accuracy: test.accuracy, loss: test.loss },
    peakRssMb: Math.round(peakRssBytes / 1e6),
    seconds: secondsSince(began),
  }
  out.result(
    result,
    `New version ${run.model}: ${scoreText(test ?? run.after?.holdout ?? null)} right. "models activate ${run.model}" makes it active.`,
  )
  return EXIT.done
}

/** Follows a run to its end with a bar; Ctrl-C cancels it. @throws HaberdashError what the run failed with */
async function follow({ api, progress }: Context, what: string, started: Run): Promise<Run> {
  const stop = () => void api.training.cancel({ id: started.id })
  process.once('SIGINT', stop)
  progress.start(what, 1)
  let run = started
  for await (run of await api.training.watch({ id: started.id })) showProgress(run, progress)
  progress.stop()
  process.off('SIGINT', stop)
  if (run.state === 'cancelled')
    throw new HaberdashError('run-cancelled', 'The run was cancelled; nothing changed.')
  if (run.error) throw new HaberdashError(run.error.code, run.error.message, run.error)
  return run
}

function showProgress({ progress: now }: Run, progress: Context['progress']): void {
  if (now?.stage === 'looking') progress.at(now.batch, now.batches)
  if (now?.stage !== 'training') return
  progress.at((Math.max(1, now.epoch) - 1) * now.batches + now.batch, now.epochs * now.batches)
}
