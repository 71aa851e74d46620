import { MOST_DRAWN, type ClassCount, type Drawn } from '../../../../shared/contract/data.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { LibraryEvent } from '../../../../shared/contract/library.ts'
import type { Split } from '../../../../shared/domain.ts'
import { paced } from '../../lib/paced.ts'
import { Rows } from '../browse/rows.svelte.ts'
import { Asked } from '../../lib/asked.svelte.ts'
import { Changes } from './changes.svelte.ts'
import { PixelsOf } from './pixels.svelte.ts'
import { splitsOf, total, within, type Scope } from './scope.ts'

/** While labels change and photos arrive, pictures of all images are made anew so often. */
const FOLLOW_EVERY_MS = 1500
/** Images shown of all classes together: with very many classes, fewer of each. */
const MOST_SHOWN = 1000
const FEWEST_EACH = 4

/** Width, height and format of photos as they were added: four numbers each, with the id first. */
export type PhotoSizes = { formats: readonly string[]; photos: Uint32Array }

type Parts = { api: Api; classes: () => number; onError: (error: unknown) => void; random?: () => number }

/** What Insight shows of the images themselves: of one split at a time, or of all. */
export class Data {
  readonly #parts: Parts
  readonly #counts = new Asked<ClassCount[]>()
  readonly #drawn = new Asked<Drawn[]>()
  readonly #sizes = new Asked<PhotoSizes>()
  readonly pixels: PixelsOf
  readonly changes: Changes
  /** Of the images drawn. */
  readonly rows: Rows
  readonly #follow = paced(() => this.#shown && void this.load(), FOLLOW_EVERY_MS)
  #scope = $state<Scope>('train')
  #seed = 1
  #shown = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.pixels = new PixelsOf(parts.api)
    this.changes = new Changes(parts.api, parts.random)
    this.rows = new Rows(parts.api, parts.onError)
  }

  get scope() {
    return this.#scope
  }
  /** Of the chosen split; null until they are known. */
  get counts(): ClassCount[] | null {
    const counts = this.#counts.value
    return counts && within(counts, this.#scope)
  }
  get images(): number | null {
    return this.counts && total(this.counts)
  }
  /** Those that there are images of, and the chosen one. */
  get splits(): ReadonlySet<Split> {
    return new Set(this.#counts.value?.map(({ split }) => split))
  }
  get drawn() {
    return this.#drawn.value
  }
  get sizes() {
    return this.#sizes.value
  }
  get problem() {
    return this.#counts.problem ?? this.#drawn.problem ?? this.#sizes.problem
  }

  /** It is on screen: brought up to date, and kept so until `close`. */
  open() {
    this.#shown = true
    void this.load()
  }

  close() {
    this.#shown = false
    this.pixels.cancel()
    void this.rows.want([])
  }

  choose(scope: Scope) {
    if (scope === this.#scope) return
    this.#scope = scope
    this.#drawn.forget()
    this.#sizes.forget()
    this.pixels.forget()
    void this.load()
  }

  drawAgain() {
    this.#seed = Math.floor((this.#parts.random ?? Math.random)() * 2 ** 32)
    void this.#draw()
  }

  on({ type }: LibraryEvent) {
    if (type === 'images-added' || type === 'labels-changed' || type === 'classes-changed') this.#follow()
  }

  /** After a reconnection: nothing was told meanwhile, and what was under way has failed. */
  reload() {
    if (!this.#shown) return
    void this.load()
    void this.changes.open(null)
  }

  async load(): Promise<void> {
    const { api } = this.#parts
    const splits = splitsOf(this.#scope)
    await Promise.all([
      this.rows.refresh(),
      this.#counts.ask(() => api.data.counts()),
      this.#draw(),
      this.#sizes.ask(async () => {
        const { formats, photos } = await api.data.sizes({ splits })
        return { formats, photos: new Uint32Array(await photos.arrayBuffer()) }
      }),
      this.pixels.ask(splits),
    ])
  }

  #draw(): Promise<void> {
    const { api, classes } = this.#parts
    const each = Math.floor(MOST_SHOWN / Math.max(1, classes()))
    const most = Math.min(MOST_DRAWN, Math.max(FEWEST_EACH, each))
    const [splits, seed] = [splitsOf(this.#scope), this.#seed]
    return this.#drawn.ask(() => api.data.draw({ splits, most, seed }))
  }
}
