import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ReportEvent } from '../../../shared/contract/report.ts'
import type { ResultSplit } from '../../../shared/contract/results.ts'
import type { ModelId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Core } from '../core.ts'
import type { Manifest } from '../models/manifest.ts'
import { askVersion } from '../results/ask.ts'
import { livingClasses } from '../results/answered.ts'
import { imagesOf, splitsOf } from '../results/splits.ts'
import type { ReportFacts } from './facts.ts'
import { gather } from './gather.ts'

/** Built code lies in out/main, beside its entries; sources lie where they are. */
const ENTRY = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? 'worker.ts' : 'report-worker.js',
)

/**
 * A version as one HTML file. It is told of the official test images, or where there are none of the photos held out: never of
 * what it learnt from. What it or its parent was not asked of them yet is asked now, and kept.
 * @throws HaberdashError `model-unknown`, and what the engine or the disk had to say
 */
export async function* makeReport(
  core: Core,
  id: ModelId | undefined,
  signal?: AbortSignal,
): AsyncGenerator<ReportEvent> {
  const model = id === undefined ? core.models.active() : core.models.get(id)
  if (!model) throw new HaberdashError('model-unknown', 'There is no active model to report on.')
  const split = splitToTell(core, model)
  const parent = parentOf(core, model)
  for (const version of split === null ? [] : [model, ...(parent ? [parent] : [])])
    for await (const { done, total } of askVersion(core, version, split!, signal))
      yield { type: 'progress', model: version.id, done, total }
  const html = await write(await gather(core, { model, parent, split }), signal)
  yield { type: 'done', model: model.id, name: `${model.id}-report.html`, html }
}

function splitToTell(core: Core, model: Manifest): ResultSplit | null {
  const classes = livingClasses(core.library.db.read).map(({ id }) => id)
  const splits = splitsOf(core, model).filter((split) => split === 'test' || split === 'holdout')
  return splits.find((split) => imagesOf(core, model, split, classes).ids.length > 0) ?? null
}

function parentOf({ models }: Core, { parent }: Manifest): Manifest | null {
  const there = models.list().some(({ id }) => id === parent)
  return parent !== null && there ? models.get(parent) : null
}

/** By a thread of its own: drawing all figures twice takes a second or two. */
function write(facts: ReportFacts, signal: AbortSignal | undefined): Promise<string> {
  const worker = new Worker(ENTRY, { workerData: facts })
  const stop = () => void worker.terminate()
  signal?.addEventListener('abort', stop)
  return new Promise<string>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(signal?.reason ?? new Error('The report was not written to its end.')))
  }).finally(() => signal?.removeEventListener('abort', stop))
}
