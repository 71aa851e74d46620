import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExportFormat } from '../../shared/contract/models.ts'
import { ModelId } from '../../shared/domain.ts'
import { HaberdashError } from '../../shared/errors.ts'
import type { Context } from './context.ts'
import { EXIT, scoreText, type Exit } from './output.ts'
import { writeFolderWhole } from './target.ts'

/** `models`: lists the versions, newest first. */
export async function listModels({ api, out }: Context): Promise<Exit> {
  const versions = await api.models.list()
  const active = versions.find((version) => version.active)?.id ?? null
  const models = versions.map(({ id, parent, recipe, createdAt, scores, threshold, bytes, note }) => {
    return { id, parent, recipe, createdAt, ...scores, threshold, bytes, note }
  })
  const text = models.map((model) => {
    const mark = model.id === active ? '*' : ' '
    return `${mark} ${model.id}  ${model.recipe}  ${model.createdAt}  ${scoreText(model.test ?? model.holdout)}`
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

/** `models remove ID` */
export async function removeModel({ api, out }: Context, id: string): Promise<Exit> {
  const { removed } = await api.models.remove({ id: modelId(id) })
  out.result({ removed }, `${removed} is removed.`)
  return EXIT.done
}

/** `models export ID DIR`: writes the version's files into a folder that is made for them, all of them or none. */
export async function exportModel(
  { api, out }: Context,
  id: string,
  dir: string,
  format: ExportFormat,
): Promise<Exit> {
  const { files } = await api.models.export({ id: modelId(id), format })
  await writeFolderWhole(dir, async (beside) => {
    for (const { name, content } of files) await writeFile(join(beside, name), content.stream())
  })
  out.result({ exported: id, path: dir, files: files.map(({ name }) => name) }, `${id} is written to ${dir}.`)
  return EXIT.done
}

/** The id of a version as it was typed. @throws HaberdashError `wrong-usage` */
export function modelId(text: string): ModelId {
  const id = ModelId.safeParse(text)
  if (!id.success) throw new HaberdashError('wrong-usage', `"${text}" is not the name of a model version.`)
  return id.data
}
