import { HaberdashError } from '../../../shared/errors.ts'
import type { Core } from '../core.ts'
import { atTemperature, isSure } from '../models/calibration.ts'
import { decodePhoto } from './decode.ts'
import { toModelInput } from './preprocess.ts'

/** Classifies a photo and stores nothing. Most probable first. @throws HaberdashError a photo-… code, `model-unknown` */
export async function classifyPhoto(
  { library, models, predictions }: Pick<Core, 'library' | 'models' | 'predictions'>,
  bytes: Uint8Array,
  name: string,
): Promise<{ model: string; sure: boolean; probabilities: { className: string; probability: number }[] }> {
  const model = models.active()
  if (!model) throw new HaberdashError('model-unknown', 'There is no active model to classify with.')
  const input = await toModelInput(await decodePhoto(bytes, name), library.input)
  const raw = await predictions.run(models.folder(model.id), new Uint8Array(input), 1)
  const row = atTemperature(raw, model.classes.length, model.temperature)
  const probabilities = model.classes
    .map((className, i) => ({ className, probability: row[i]! }))
    .sort((a, b) => b.probability - a.probability)
  return { model: model.id, sure: isSure(model, probabilities[0]!.probability), probabilities }
}
