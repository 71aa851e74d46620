import { join } from 'node:path'
import type { LibraryEvent } from '../../../shared/contract/library.ts'
import type { ImageId, ModelId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Library } from '../library/library.ts'
import { SharedWork } from '../threads/shared.ts'
import { createThread, runAlone, type ThreadOptions } from '../threads/thread.ts'
import type { Work } from '../threads/work.ts'
import type { NeighbourGraph } from './graph.ts'
import type { NeighbourTasks } from './worker.ts'

/** Built code lies in out/main, beside its entries; sources lie where they are. */
const ENTRY = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? 'worker.ts' : 'neighbour-worker.js',
)

export type GraphStage = 'reading' | 'comparing'

/** Which images are like each other by a version's features. */
export type Neighbours = {
  /**
   * The nearest of each image, computed (10 s for 70,000) where it isn't kept from before; those who ask meanwhile wait for the
   * same. Kept until images or their features change.
   */
  graph(model: ModelId, work?: Work<GraphStage>): Promise<NeighbourGraph>
  /**
   * The images most similar to one, exactly: itself first, then the most similar first, with the cosine of their features.
   * @throws HaberdashError `features-missing` where the version has not described it yet
   */
  similar(
    model: ModelId,
    id: ImageId,
    count: number,
    signal?: AbortSignal,
  ): Promise<{ ids: ImageId[]; similarities: number[] }>
  /** Hears what has happened in the library. */
  on(event: LibraryEvent): void
  stop(): void
}

type Kept = {
  model: ModelId
  mark: string
  graph: SharedWork<NeighbourGraph, GraphStage>
  made?: NeighbourGraph
}

/** @param entry the code of its threads */
export function createNeighbours({ folder, db }: Library, entry = ENTRY): Neighbours {
  const options: ThreadOptions = { entry, data: join(folder, 'haberdash.db') }
  const thread = createThread<NeighbourTasks>(options)
  const closing = new AbortController()
  let version = 0
  let kept: Kept | null = null
  /** Another process may have changed what is kept: it is asked before it is used. */
  let doubtful = false

  /** Another one whenever images were described, since what a model says of them goes with their features. */
  const markOf = (model: ModelId) =>
    JSON.stringify(
      db.read
        .prepare('SELECT count(*), total(confidence) FROM predictions WHERE model_id = ?')
        .raw()
        .get(model),
    )
  const compute = (model: ModelId) =>
    new SharedWork<NeighbourGraph, GraphStage>(({ signal, onProgress }) =>
      runAlone<NeighbourTasks, 'graph'>(
        options,
        'graph',
        { model },
        {
          signal: AbortSignal.any([signal, closing.signal]),
          onProgress,
        },
      ),
    )
  const current = (model: ModelId): Kept => {
    const ofModel = kept?.model === model && (kept.made || !kept.graph.givenUp) ? kept : null
    if (ofModel && !(doubtful && ofModel.mark !== markOf(model))) return ofModel
    return { model, mark: markOf(model), graph: compute(model) }
  }
  return {
    async graph(model, work = {}) {
      closing.signal.throwIfAborted()
      const wanted = (kept = current(model))
      doubtful = false
      try {
        return (wanted.made ??= await wanted.graph.join(work))
      } catch (error) {
        // Whoever asks next begins anew.
        if (kept === wanted && !work.signal?.aborted) kept = null
        throw error
      }
    },
    async similar(model, id, count, signal) {
      const found = await thread.run('similar', { model, version, id, count }, { signal })
      if (!found) throw missing()
      return { ids: Array.from(found.ids) as ImageId[], similarities: Array.from(found.similarities) }
    },
    on(event) {
      if (event.type === 'predictions-changed') kept = null
      if (event.type === 'models-changed') doubtful = true
      if (event.type === 'predictions-changed' || event.type === 'models-changed') version++
    },
    stop() {
      closing.abort(new HaberdashError('library-closed', 'This library was closed meanwhile.'))
      thread.stop()
    },
  }
}

const missing = () =>
  new HaberdashError('features-missing', 'The model has not looked at this image yet.', {
    todo: 'Wait until it is classified, and ask again.',
  })
