import { join } from 'node:path'
import type { MapProgress, MapState } from '../../../shared/contract/map.ts'
import type { ModelId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { ImageIndex } from '../browse/image-index.ts'
import type { Events } from '../events.ts'
import type { Library } from '../library/library.ts'
import type { ModelStore } from '../models/store.ts'
import type { Neighbours } from '../neighbours/neighbours.ts'
import { SharedWork } from '../threads/shared.ts'
import { runAlone, type ThreadOptions } from '../threads/thread.ts'
import { Making } from './making.ts'
import { isDescribed, marksOf } from './marks.ts'
import type { Points } from './place.ts'
import { createMapStore, type KeptMap } from './store.ts'
import type { MapTasks } from './worker.ts'

/** Built code lies in out/main, beside its entries; sources lie where they are. */
const ENTRY = join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? 'worker.ts' : 'map-worker.js')

/** So many newcomers are placed at a time, and no more in all than this or this part of the map: beyond, a new map is better. */
const AT_ONCE = 500
const MOST = 2000
const MOST_PART = 0.1

/** All images in the plane, by a version's features. */
export type MapMaker = {
  /** Also has newcomers placed on the map, if there are any. */
  state(): MapState
  /** @throws HaberdashError `features-missing` where no version is active; the signal's reason */
  pca(signal: AbortSignal | undefined): Promise<Points & { model: ModelId }>
  umap(): (Points & { model: ModelId }) | null
  marks(ids: Uint32Array): Uint8Array<ArrayBuffer>
  /** @throws HaberdashError `features-missing`, `map-cancelled` */
  make(signal: AbortSignal | undefined): AsyncGenerator<MapProgress>
  cancel(): void
  stop(): void
}

type KeptPca = { model: ModelId; work: SharedWork<Points>; made?: Points }
type Parts = { library: Library; images: ImageIndex; models: ModelStore; neighbours: Neighbours }

/** @param entry the code of its threads */
export function createMap(parts: Parts, events: Events, entry = ENTRY): MapMaker {
  const { library, images, models, neighbours } = parts
  const store = createMapStore(library.db)
  const thread: ThreadOptions = { entry, data: join(library.folder, 'haberdash.db') }
  const closing = new AbortController()
  let making: Making | null = null
  let placing = false
  let pca: KeptPca | null = null

  const active = () => {
    const model = models.active()
    if (!model) throw noModel()
    return model.id
  }
  const changed = () => events.publish({ type: 'map-changed' })
  const begin = (model: ModelId): Making => {
    const keep = (points: Points) => store.keep(model, points)
    const made = new Making(model, { neighbours, thread, keep })
    const end = () => {
      making = null
      if (!closing.signal.aborted) changed()
    }
    made.done.then(end, end)
    return made
  }
  const newcomers = (map: KeptMap): number[] => {
    const model = models.active()
    if (model?.id !== map.model) return []
    const columns = images.columns(model)
    const on = new Uint8Array(columns.size)
    for (const id of store.read(map.model)?.ids ?? []) on[id] = 1
    return Array.from(on.keys()).filter((id) => on[id] === 0 && isDescribed(columns, id))
  }
  const place = async (map: KeptMap, waiting: number[]) => {
    placing = true
    const input = { model: map.model, map: store.read(map.model)!, newcomers: waiting.slice(0, AT_ONCE) }
    const work = { signal: closing.signal }
    const more = await runAlone<MapTasks, 'place'>(thread, 'place', input, work).finally(
      () => (placing = false),
    )
    store.add(map, more)
    // Windows ask for the map then, and whoever asks has the next ones placed.
    if (more.ids.length > 0) changed()
  }
  const startPca = (model: ModelId): KeptPca => {
    const work = new SharedWork<Points>(({ signal }) =>
      runAlone<MapTasks, 'pca'>(
        thread,
        'pca',
        { model },
        {
          signal: AbortSignal.any([signal, closing.signal]),
        },
      ),
    )
    return (pca = { model, work })
  }
  events.first(({ type }) => {
    if (type === 'predictions-changed' || type === 'models-changed') pca = null
  })
  return {
    state() {
      const model = models.active()
      const map = store.find(model?.id ?? null)
      const waiting = map ? newcomers(map) : []
      const few = waiting.length <= Math.max(MOST, MOST_PART * (map?.images ?? 0))
      // It is tried again when the map is looked at next.
      if (map && few && waiting.length > 0 && !placing && !making) place(map, waiting).catch(() => {})
      const umap = map && { ...map, waiting: waiting.length, placing: few && waiting.length > 0 }
      return {
        model: model?.id ?? null,
        described: countDescribed(images, model),
        umap,
        making: making !== null,
      }
    },
    async pca(signal) {
      const model = active()
      const current = pca?.model === model && (pca.made || !pca.work.givenUp) ? pca : startPca(model)
      return { model, ...(current.made ??= await current.work.join({ signal })) }
    },
    umap() {
      const map = store.find(models.active()?.id ?? null)
      const points = map && store.read(map.model)
      return points && { model: map.model, ...points }
    },
    marks(ids) {
      const model = models.active()
      return marksOf(images.columns(model), model, ids)
    },
    async *make(signal) {
      closing.signal.throwIfAborted()
      const began = making === null
      const joined = (making ??= begin(active()))
      if (began) changed()
      yield* joined.watch(signal)
    },
    cancel: () => making?.cancel(cancelled()),
    stop() {
      const reason = new HaberdashError('library-closed', 'This library was closed meanwhile.')
      closing.abort(reason)
      making?.cancel(reason)
    },
  }
}

function countDescribed(images: ImageIndex, model: ReturnType<ModelStore['active']>): number {
  if (!model) return 0
  const columns = images.columns(model)
  let count = 0
  for (let id = 1; id < columns.size; id++) if (isDescribed(columns, id)) count++
  return count
}

const noModel = () =>
  new HaberdashError('features-missing', 'No model has looked at these images yet.', {
    todo: 'Train one first, or make one active.',
  })

const cancelled = () => new HaberdashError('map-cancelled', 'The map was cancelled.')
