import type { EvaluatedSplit, Evaluation } from '../../shared/contract/models.ts'
import { HaberdashError } from '../../shared/errors.ts'
import { createPhotoScoring } from '../core/models/photo-scoring.ts'
import { fileBytes } from '../core/photos/file-bytes.ts'
import type { Context } from './context.ts'
import { eachFile, failureText, type Failure } from './each-file.ts'
import { filesBelow, openPhoto } from './files.ts'
import { modelId } from './models.ts'
import { EXIT, scoreText, type Exit } from './output.ts'

/** `evaluate`: scores a model on a split of the library. */
export async function evaluate(
  { api, out }: Context,
  options: { model?: string; split: EvaluatedSplit },
): Promise<Exit> {
  const id = options.model === undefined ? undefined : modelId(options.model)
  const result = await api.models.evaluate({ id, split: options.split })
  out.result(asJson(result), asText(result))
  return EXIT.done
}

/** `evaluate --folder DIR`: scores a model on photos that lie in one sub-folder a class, and stores nothing. */
export async function evaluateFolder(
  { core, out, progress }: Context,
  folder: string,
  options: { model?: string },
): Promise<Exit> {
  const { library, models, predictions, sight } = core
  const model = options.model === undefined ? models.active() : models.get(modelId(options.model))
  if (!model) throw new HaberdashError('model-unknown', 'There is no active model to score.')
  const scoring = createPhotoScoring(library, model, {
    sight,
    classify: (inputs, count) => predictions.run(models.folder(model.id), inputs, count),
  })
  const failed: Failure[] = []
  await eachFile(await filesBelow([folder]), 'Reading', progress, failed, async (path) => {
    const photo = await openPhoto(path)
    await scoring.add(await fileBytes(photo.file), photo.file.name, photo.folder)
  })
  for (const each of failed) out.log(failureText(each))
  const result = await scoring.result()
  out.result({ ...asJson(result), failed }, asText(result))
  return failed.length > 0 ? EXIT.partly : EXIT.done
}

function asJson({ perClass, ...rest }: Evaluation) {
  return { ...rest, perClass: perClass.map(({ className, ...scores }) => ({ class: className, ...scores })) }
}

function asText(result: Evaluation): string {
  const percent = (value: number | null) => (value === null ? '-' : `${(value * 100).toFixed(1)} %`)
  const classes = result.perClass.map(
    (row) => `${row.className}: precision ${percent(row.precision)}, recall ${percent(row.recall)}`,
  )
  return [
    `${result.model}: ${scoreText(result)} right, ${percent(result.top2)} among the first two`,
    `Loss ${result.loss.toFixed(4)}, calibration error ${percent(result.calibrationError)}`,
    ...classes,
  ].join('\n')
}
