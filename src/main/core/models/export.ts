import type { ExportFormat } from '../../../shared/contract/models.ts'
import type { ModelId } from '../../../shared/domain.ts'
import type { Engine } from '../engine-client.ts'
import type { ModelStore } from './store.ts'

/**
 * The files of a version in a format that other programs read, with its haberdash.json beside them: there its outputs have
 * the names that their classes have now. Outputs of classes that were merged share a name, and are to be summed; one of a
 * class that was deleted keeps its own.
 * @throws HaberdashError `model-unknown`, `model-unreadable`
 */
export async function exportFiles(
  models: ModelStore,
  engine: Engine,
  id: ModelId,
  format: ExportFormat,
): Promise<{ name: string; content: Blob }[]> {
  const manifest = models.get(id)
  const files = (await models.files(id)).map((file) =>
    file.name === 'haberdash.json'
      ? { ...file, content: new Blob([JSON.stringify(manifest, null, 2)]) }
      : file,
  )
  if (format === 'tfjs') return files
  const content = await engine.use((api) =>
    api.savedModel({ folder: models.folder(id), temperature: manifest.temperature }),
  )
  return [{ name: 'saved_model.pb', content }, ...files.filter(({ name }) => name === 'haberdash.json')]
}
