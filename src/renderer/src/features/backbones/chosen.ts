import { BACKBONE_BYTES, BACKBONE_FILES, WeightsManifest } from '../../../../shared/contract/backbone.ts'
import { bytes } from '../../lib/format.ts'

/** A backbone's files out of the folder that was chosen, model.json first; or why there is none, in a sentence. */
export type Chosen = { folder: string; files: readonly File[] } | { problem: string }

const MOST = BACKBONE_BYTES.model + BACKBONE_BYTES.weights

const pathOf = ({ webkitRelativePath, name }: File): string[] => (webkitRelativePath || name).split('/')

/** Takes the model.json that lies nearest to the top of the folder, and the weights files that it names, beside it. */
export async function choose(list: Iterable<File>): Promise<Chosen> {
  const files = [...list]
  const models = files.filter(({ name }) => name === BACKBONE_FILES.model)
  const model = models.sort((a, b) => pathOf(a).length - pathOf(b).length)[0]
  if (!model) return { problem: `There is no ${BACKBONE_FILES.model} in this folder.` }
  if (model.size > BACKBONE_BYTES.model)
    return { problem: `Its ${model.name} has ${bytes(model.size)}: too many.` }
  const names = weightsFiles(await model.text())
  if (!names) return { problem: `Its ${model.name} is no model of TensorFlow.js.` }
  const place = pathOf(model).slice(0, -1).join('/')
  const beside = new Map(
    files.filter((file) => pathOf(file).slice(0, -1).join('/') === place).map((file) => [file.name, file]),
  )
  const missing = names.find((name) => !beside.has(name))
  if (missing !== undefined) return { problem: `Its ${model.name} names ${missing}, which is not beside it.` }
  const all = [model, ...names.map((name) => beside.get(name)!)]
  if (sizeOf(all) > MOST) return { problem: `It has ${bytes(sizeOf(all))}, and ${bytes(MOST)} are the most.` }
  return { folder: pathOf(model).at(-2) ?? '', files: all }
}

export const sizeOf = (files: readonly File[]): number => files.reduce((sum, { size }) => sum + size, 0)

/** Names, each once; null where the text is no model's. */
function weightsFiles(text: string): string[] | null {
  try {
    const { weightsManifest } = WeightsManifest.parse(JSON.parse(text))
    return [...new Set(weightsManifest.flatMap(({ paths }) => paths))]
  } catch {
    return null
  }
}
