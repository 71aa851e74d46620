import type { ExportFormat } from '../../../shared/contract/models.ts'
import type { ModelId } from '../../../shared/domain.ts'
import type { Engine } from '../engine-client.ts'
import type { ModelStore } from './store.ts'

/**
 * The files of a version in a format that other programs read, with its haberdash.json beside them.
 * @throws HaberdashError `model-unknown`, `model-unreadable`
 */
export async function exportFiles(
  models: ModelStore,
  engine: Engine,
  id: ModelId,
  format: ExportFormat,
): Promise<{ name: string; content: Blob }[]> {
  const { temperature } = models.get(id)
  const files = await models.files(id)
  if (format === 'tfjs') return files
  const content = await engine.use((api) => api.savedModel({ folder: models.folder(id), temperature }))
  return [{ name: 'saved_model.pb', content }, ...files.filter(({ name }) => name === 'haberdash.json')]
}
