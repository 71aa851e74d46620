import { HaberdashError } from '../../../shared/errors.ts'
import type { Core } from '../core.ts'
import { listClasses } from '../classes/list.ts'
import { atTemperature, isSure } from '../models/calibration.ts'
import { byClass, outputClasses, outputsOf } from '../models/outputs.ts'

/** Classifies a photo and stores nothing. Most probable first. @throws HaberdashError a photo-… code, `model-unknown` */
export async function classifyPhoto(
  {
    library,
    models,
    predictions,
    sight,
    photos,
  }: Pick<Core, 'library' | 'models' | 'predictions' | 'sight' | 'photos'>,
  file: File,
  how: { bulk?: boolean },
): Promise<{ model: string; sure: boolean; probabilities: { className: string; probability: number }[] }> {
  const model = models.active()
  if (!model) throw new HaberdashError('model-unknown', 'There is no active model to classify with.')
  const picture = new Uint8Array(await photos.input(file, model.input, how))
  const raw = await predictions.run(models.folder(model.id), await sight.pictures(model, picture, 1), 1)
  const outputs = outputsOf(outputClasses(library, model.id))
  if (outputs.classes.length === 0) {
    throw new HaberdashError('model-mismatch', `${model.id} tells none of the library's classes.`, {
      todo: 'Fine-tune it, or train a new one.',
    })
  }
  const row = byClass(atTemperature(raw, model.classes.length, model.temperature), outputs)
  const names = new Map(listClasses(library.db.read).map(({ id, name }) => [id, name]))
  const probabilities = outputs.classes
    .map((id, i) => ({ className: names.get(id)!, probability: row[i]! }))
    .sort((a, b) => b.probability - a.probability)
  return { model: model.id, sure: isSure(model, probabilities[0]!.probability), probabilities }
}
