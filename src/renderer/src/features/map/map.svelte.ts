import type { Api } from '../../../../shared/contract/index.ts'
import type { LibraryEvent, LibraryInfo } from '../../../../shared/contract/library.ts'
import type { MapProgress, MapState } from '../../../../shared/contract/map.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { fromOrpcError } from '../../../../shared/error-mapping.ts'
import { Latest } from '../../lib/latest.ts'
import { paced } from '../../lib/paced.ts'
import { sentence } from '../../lib/sentence.ts'
import { Rows } from '../browse/rows.svelte.ts'
import { Cloud, type Method } from './cloud.ts'
import { Marks } from './marks.ts'
import { MapView, type Shown } from './view.svelte.ts'

/** A map of fewer images has no form. */
const FEWEST = 3
/** A map is made by itself once so much of the library is described: until then another would be needed soon. */
const NEARLY_ALL = 0.9
/** How often it is looked again while images are described, milliseconds. */
const LOOK_EVERY = 1000

type Parts = { api: Api; info: () => LibraryInfo | null; onError: (error: unknown) => void }

/** The map of all images: at once by principal components, by UMAP once that is made, and kept true meanwhile. */
export class ImageMap {
  readonly #parts: Parts
  readonly view: MapView
  /** What is known of single images of it, and what they look like. */
  readonly rows: Rows
  readonly #states = new Latest(() => this.#look())
  readonly #lookSoon = paced(() => void this.#states.ask(undefined), LOOK_EVERY)
  readonly #markSoon = paced(() => void this.#markAll(), LOOK_EVERY)
  #open = false
  #state = $state.raw<MapState | null>(null)
  #shown = $state.raw<Shown | null>(null)
  #before = $state.raw<Cloud | null>(null)
  #progress = $state.raw<MapProgress | null>(null)
  #problem = $state<string | null>(null)
  /** What a person asked to see; null: the best there is. */
  #wish: Method | null = null
  #following = false
  /** Once cancelled, none is made again without being asked for. */
  #declined = false
  #loads = 0
  /** `madeAt` and images of the map by UMAP that was loaded last. */
  #loaded = ''

  constructor(parts: Parts) {
    this.#parts = parts
    this.rows = new Rows(parts.api, parts.onError)
    this.view = new MapView(
      () => this.#shown,
      () => parts.info(),
    )
  }

  /** Null until it is known. */
  get state() {
    return this.#state
  }
  /** Null until there is one. */
  get shown() {
    return this.#shown
  }
  /** The map that was shown before this one: from there its points come. */
  get before() {
    return this.#before
  }
  /** Of the map by UMAP that is being made; null where none is. */
  get progress() {
    return this.#progress
  }
  get problem() {
    return this.#problem
  }
  get method(): Method | null {
    return this.#shown?.cloud.method ?? this.#wish
  }
  /** Images that the shown map lacks, since the model has described them after it was laid out. */
  get lacking(): number {
    const { cloud } = this.#shown ?? {}
    if (!cloud || !this.#state || cloud.model !== this.#state.model) return 0
    return cloud.method === 'pca' ? this.#state.described - cloud.length : (this.#state.umap?.waiting ?? 0)
  }

  /** It is looked at. */
  async open(): Promise<void> {
    this.#open = true
    const missed = this.#shown !== null
    await this.#states.ask(undefined)
    if (missed) void this.#markAll()
  }

  leave(): void {
    this.#open = false
    // What the pointer was at is not told to have been left.
    this.view.hover(null)
    this.view.highlight(null)
  }

  show(method: Method): Promise<void> {
    this.#wish = method
    return this.#load(method)
  }

  /** Makes a map by UMAP of the active version, or follows the one that is being made. */
  async make(): Promise<void> {
    if (this.#following) return
    this.#following = true
    this.#problem = null
    try {
      for await (const progress of await this.#parts.api.map.make()) this.#progress = progress
      this.#wish = null
    } catch (error) {
      if (fromOrpcError(error).code !== 'map-cancelled') this.#problem = sentence(error)
      this.#declined = true
    }
    this.#following = false
    this.#progress = null
    await this.#states.ask(undefined)
  }

  async cancel(): Promise<void> {
    this.#declined = true
    try {
      await this.#parts.api.map.cancel()
    } catch (error) {
      this.#parts.onError(error)
    }
  }

  /** Lays out again what it shows, with what has come since. */
  again(): Promise<void> {
    return this.#load(this.method ?? 'pca')
  }

  /** After a reconnection: everything may have changed meanwhile. */
  reload(): void {
    if (!this.#open) return
    void this.#states.ask(undefined)
    this.#markSoon()
  }

  on(event: LibraryEvent): void {
    if (!this.#open) return
    if (event.type === 'map-changed') void this.#states.ask(undefined)
    if (event.type === 'labels-changed' || event.type === 'predictions-changed') void this.#mark(event.ids)
    if (event.type === 'flags-changed') void this.rows.refresh(event.ids)
    if (event.type === 'predictions-changed') this.#lookSoon()
    if (event.type === 'models-changed' || (event.type === 'classes-changed' && event.meanings)) {
      this.#lookSoon()
      this.#markSoon()
    }
  }

  async #look() {
    try {
      this.#state = await this.#parts.api.map.state()
      await this.#follow(this.#state)
    } catch (error) {
      if (this.#shown) this.#parts.onError(error)
      else this.#problem = sentence(error)
    }
  }

  /** Shows what is the best to be shown now. */
  async #follow({ model, described, umap, making }: MapState) {
    const { cloud } = this.#shown ?? {}
    const best = this.#wish ?? (umap && (umap.model === model || !making) ? 'umap' : 'pca')
    const kept = umap ? `${umap.model} ${umap.madeAt} ${umap.images}` : ''
    const stale = best === 'umap' ? kept !== this.#loaded : cloud?.model !== model
    if (cloud?.method !== best || stale) {
      if (best === 'umap' ? umap : model && described > 0) await this.#load(best)
    }
    const images = this.#parts.info()?.images ?? Infinity
    const ready = model !== null && described >= Math.max(FEWEST, NEARLY_ALL * images)
    if (making || (ready && !umap && !this.#declined)) void this.make()
  }

  async #load(method: Method) {
    const load = ++this.#loads
    try {
      const placed = await this.#parts.api.map[method]()
      if (!placed) return
      const [ids, points] = await Promise.all([placed.ids.arrayBuffer(), placed.points.arrayBuffer()])
      const cloud = new Cloud({
        ...{ method, model: placed.model },
        ...{ ids: new Uint32Array(ids), points: new Float32Array(points) },
      })
      const marks = await this.#marks(cloud.ids)
      if (load !== this.#loads) return
      this.#before = this.#shown?.cloud ?? null
      this.#shown = { cloud, marks, version: 0 }
      this.view.moved(this.#before, cloud)
      this.#problem = null
      const umap = this.#state?.umap
      if (method === 'umap' && umap) this.#loaded = `${umap.model} ${umap.madeAt} ${umap.images}`
    } catch (error) {
      if (load === this.#loads) this.#problem = sentence(error)
    }
  }

  async #marks(ids: Uint32Array): Promise<Marks> {
    const bytes = await this.#parts.api.map.marks({ ids: new Blob([new Uint32Array(ids)]) })
    return new Marks(await bytes.arrayBuffer(), ids.length)
  }

  /** What these are coloured by has changed. */
  async #mark(ids: readonly ImageId[]) {
    void this.rows.refresh(ids)
    const { cloud } = this.#shown ?? {}
    const places = ids.map((id) => cloud?.place(id)).filter((place) => place !== undefined)
    if (!cloud || places.length === 0) return
    try {
      const marks = await this.#marks(Uint32Array.from(places, (place) => cloud.id(place)))
      const now = this.#shown
      if (now?.cloud !== cloud) return
      now.marks.take(places, marks)
      this.#shown = { ...now, version: now.version + 1 }
    } catch (error) {
      this.#parts.onError(error)
    }
  }

  async #markAll() {
    void this.rows.refresh()
    const { cloud } = this.#shown ?? {}
    if (!cloud) return
    try {
      const marks = await this.#marks(cloud.ids)
      const now = this.#shown
      if (now?.cloud === cloud) this.#shown = { cloud, marks, version: now.version + 1 }
    } catch (error) {
      this.#parts.onError(error)
    }
  }
}
