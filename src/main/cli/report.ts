import type { Context } from './context.ts'
import { modelId } from './models.ts'
import { EXIT, type Exit } from './output.ts'
import { writeTargetFile } from './target.ts'

/** `report FILE`: all of a version in one HTML file, to give to someone. */
export async function writeReport(
  { api, out, progress }: Context,
  file: string,
  options: { model?: string },
): Promise<Exit> {
  const id = options.model === undefined ? undefined : modelId(options.model)
  let asked: string | null = null
  try {
    for await (const event of await api.report.make({ id })) {
      if (event.type === 'done') {
        if (asked !== null) progress.stop()
        asked = null
        await writeTargetFile(file, event.html)
        const told = { report: file, model: event.model, bytes: Buffer.byteLength(event.html) }
        out.result(told, `The report of ${event.model} is written to ${file}.`)
      } else if (event.total > 0) {
        if (asked !== event.model) progress.start(`Asking ${event.model}`, event.total)
        asked = event.model
        progress.at(event.done)
      }
    }
  } finally {
    if (asked !== null) progress.stop()
  }
  return EXIT.done
}
