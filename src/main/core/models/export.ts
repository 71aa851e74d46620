import { openAsBlob } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BACKBONE_FILES, WeightsManifest, type UsedBackbone } from '../../../shared/contract/backbone.ts'
import type { ExportFormat } from '../../../shared/contract/models.ts'
import type { ModelId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { backboneFolder } from '../backbones/store.ts'
import type { Engine } from '../engine-client.ts'
import type { Library } from '../library/library.ts'
import type { ModelStore } from './store.ts'

type Parts = { library: Library; models: ModelStore; predictors: Engine }
type File = { name: string; content: Blob }

/**
 * The files of a version in a format that other programs read, with its haberdash.json beside them: there its outputs have
 * the names that their classes have now. Outputs of classes that were merged share a name, and are to be summed; one of a
 * class that was deleted keeps its own. A version on a backbone is two models of tfjs, one after the other: the backbone, and
 * the head on its features.
 * @throws HaberdashError `model-unknown`, `model-unreadable`, `model-mismatch` for a SavedModel of one on a backbone
 */
export async function exportFiles(
  { library, models, predictors }: Parts,
  id: ModelId,
  format: ExportFormat,
): Promise<File[]> {
  const manifest = models.get(id)
  const { temperature, backbone } = manifest
  if (backbone && format === 'savedmodel') throw onlyTfjs(id, backbone.name)
  const files = (await models.files(id)).map((file) =>
    file.name === 'haberdash.json'
      ? { ...file, content: new Blob([JSON.stringify(manifest, null, 2)]) }
      : file,
  )
  if (backbone) return [...files, ...(await backboneFiles(library, backbone))]
  if (format === 'tfjs') return files
  const content = await predictors.use((api) => api.savedModel({ folder: models.folder(id), temperature }))
  return [{ name: 'saved_model.pb', content }, ...files.filter(({ name }) => name === 'haberdash.json')]
}

const WEIGHTS = 'backbone-weights.bin'

/** A backbone as tfjs loads it: its model.json under another name, with all weights in the one file that they are here. */
async function backboneFiles(library: Library, { name }: UsedBackbone): Promise<File[]> {
  const folder = backboneFolder(library, name)
  try {
    const json = JSON.parse(await readFile(join(folder, BACKBONE_FILES.model), 'utf8')) as object
    const weights = WeightsManifest.parse(json).weightsManifest.flatMap((group) => group.weights)
    const model = JSON.stringify({ ...json, weightsManifest: [{ paths: [WEIGHTS], weights }] })
    const content = await openAsBlob(join(folder, BACKBONE_FILES.weights))
    return [
      { name: 'backbone.json', content: new Blob([model]) },
      { name: WEIGHTS, content },
    ]
  } catch (cause) {
    throw new HaberdashError('model-unreadable', `The files of the backbone ${name} can't be read.`, {
      cause,
    })
  }
}

const onlyTfjs = (id: ModelId, backbone: string) =>
  new HaberdashError(
    'model-mismatch',
    `${id} sees through ${backbone}, which is a TensorFlow.js model, so it can't become a SavedModel.`,
    { todo: 'Export it for TensorFlow.js: its backbone and its head, one after the other.' },
  )
