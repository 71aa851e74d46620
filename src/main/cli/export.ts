import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Filter } from '../../shared/contract/browse.ts'
import type { ImageId, Source } from '../../shared/domain.ts'
import { imageFiles } from '../core/export/image-files.ts'
import { labelTable } from '../core/export/label-table.ts'
import type { Context } from './context.ts'
import { eachFile, failureText, type Failure } from './each-file.ts'
import { EXIT, type Exit } from './output.ts'
import { writeFolderWhole, writeTargetFile } from './target.ts'

export const EXPORTS = ['csv', 'folder'] as const

/** Images classified between two moves of the bar. */
const BATCH = 500

/** `export FILE --format csv`: a row an image, with its label and the active model's prediction. */
export async function exportTable(context: Context, file: string, sources: readonly Source[]): Promise<Exit> {
  const { core, out } = context
  await classifyMissing(context, sources)
  const { rows, csv } = labelTable(core.library.db.read, core.predictions.model()?.id ?? null, sources)
  await writeTargetFile(file, csv)
  out.result({ exported: rows, path: file }, `${rows} rows are written to ${file}.`)
  return EXIT.done
}

/** The active model's predictions, where some are not made yet. */
async function classifyMissing({ core, progress }: Context, sources: readonly Source[]): Promise<void> {
  const { images, models, predictions } = core
  const model = models.active()
  if (!model) return
  const filter = Filter.parse({ sources })
  const ids = images.view({ filter, sort: 'oldest', seed: 0 }, null)
  const missing = predictions.missing(model, [...ids] as ImageId[])
  progress.start('Classifying', missing.length)
  try {
    for (let start = 0; start < missing.length; start += BATCH) {
      await predictions.classifyEach(model, missing.slice(start, start + BATCH))
      progress.at(Math.min(start + BATCH, missing.length))
    }
  } finally {
    progress.stop()
  }
}

/** `export DIR --format folder`: every labelled image as a file, in one sub-folder a class. */
export async function exportFolder(
  { core, out, progress }: Context,
  dir: string,
  sources: readonly Source[],
): Promise<Exit> {
  const images = new Map(
    imageFiles(core.library, sources).map((image) => [join(image.folder, image.name), image]),
  )
  const failed: Failure[] = []
  await writeFolderWhole(dir, async (beside) => {
    const folders = new Set([...images.values()].map(({ folder }) => folder))
    for (const folder of folders) await mkdir(join(beside, folder))
    await eachFile([...images.keys()], 'Exporting', progress, failed, async (path) =>
      writeFile(join(beside, path), await images.get(path)!.read()),
    )
  })
  const exported = images.size - failed.length
  const text = [`${exported} images are written to ${dir}.`, ...failed.map(failureText)]
  out.result({ exported, path: dir, failed }, text.join('\n'))
  return failed.length > 0 ? EXIT.partly : EXIT.done
}
