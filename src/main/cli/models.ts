import { ModelId } from '../../shared/domain.ts'
import { HaberdashError } from '../../shared/errors.ts'
import type { Run } from '../../shared/contract/training.ts'
import type { Context } from './context.ts'
import { EXIT, scoreText, type Exit } from './output.ts'
import { secondsSince } from './photos.ts'

/** `fine-tune`: what the button does. */
export async function fineTune({ api, out, progress }: Context, seed: number): Promise<Exit> {
  const began = performance.now()
  const started = await api.training.fineTune({ seed })
  const stop = () => void api.training.cancel({ id: started.id })
  process.once('SIGINT', stop)
  progress.start('Fine-tuning, batches', 1)
  let run = started
  for await (run of await api.training.watch({ id: started.id })) showProgress(run, progress)
  progress.stop()
  process.off('SIGINT', stop)
  if (run.state === 'cancelled')
    throw new HaberdashError('run-cancelled', 'Fine-tuning was cancelled; nothing changed.')
  if (run.error) throw new HaberdashError(run.error.code, run.error.message, run.error)
  const { model, parent, before, after, activated, trainedOn } = run
  const text = [
    `New version ${model}, made from ${parent}.`,
    `Official test images: ${scoreText(before?.test ?? null)} before, ${scoreText(after?.test ?? null)} after.`,
    `Your photos held out: ${scoreText(before?.holdout ?? null)} before, ${scoreText(after?.holdout ?? null)} after.`,
    activated ? 'It is active now.' : `It got worse somewhere, so ${parent} stays active.`,
  ]
  const seconds = secondsSince(began)
  out.result({ model, parent, before, after, trainedOn, activated, seconds }, text.join('\n'))
  return EXIT.done
}

function showProgress({ progress: now }: Run, progress: Context['progress']): void {
  if (now?.stage !== 'training') return
  progress.at((Math.max(1, now.epoch) - 1) * now.batches + now.batch, now.epochs * now.batches)
}

/** `evaluate`: scores a model on the dataset's official test images. */
export async function evaluate(
  { api, out }: Context,
  options: { model?: string; split: 'test' | 'holdout' },
): Promise<Exit> {
  const id = options.model === undefined ? undefined : modelId(options.model)
  const result = await api.models.evaluate({ id, split: options.split })
  const { perClass, ...rest } = result
  const named = perClass.map(({ className, ...scores }) => ({ class: className, ...scores }))
  const percent = (value: number | null) => (value === null ? '-' : `${(value * 100).toFixed(1)} %`)
  const text = [
    `${result.model}: ${scoreText(result)} right, ${percent(result.top2)} among the first two`,
    `Loss ${result.loss.toFixed(4)}, calibration error ${percent(result.calibrationError)}`,
    ...named.map((row) => `${row.class}: precision ${percent(row.precision)}, recall ${percent(row.recall)}`),
  ]
  out.result({ ...rest, perClass: named }, text.join('\n'))
  return EXIT.done
}

/** `models`: lists the versions, newest first. */
export async function listModels({ api, out }: Context): Promise<Exit> {
  const versions = await api.models.list()
  const active = versions.find((version) => version.active)?.id ?? null
  const models = versions.map(({ id, parent, recipe, createdAt, scores, bytes }) => {
    return { id, parent, recipe, createdAt, ...scores, bytes }
  })
  const text = models.map((model) => {
    const mark = model.id === active ? '*' : ' '
    return `${mark} ${model.id}  ${model.recipe}  ${model.createdAt}  ${scoreText(model.test)}`
  })
  out.result({ active, models }, text.join('\n'))
  return EXIT.done
}

/** `models activate ID` */
export async function activateModel({ api, out }: Context, id: string): Promise<Exit> {
  const version = await api.models.activate({ id: modelId(id) })
  out.result({ active: version.id }, `${version.id} is active now.`)
  return EXIT.done
}

function modelId(text: string): ModelId {
  const id = ModelId.safeParse(text)
  if (!id.success) throw new HaberdashError('wrong-usage', `"${text}" is not the name of a model version.`)
  return id.data
}
