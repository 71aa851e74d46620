import {
  MAX_BATCH,
  type Filter,
  type ImageRow,
  type Sort,
  type ViewSpec,
} from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { LibraryInfo } from '../../../../shared/contract/library.ts'
import type { ClassId, ImageId } from '../../../../shared/domain.ts'
import { Latest } from '../../lib/latest.ts'
import { sentence } from '../../lib/sentence.ts'
import { Rows } from '../browse/rows.svelte.ts'
import { NO_FILTER } from '../browse/view.svelte.ts'
import type { Target } from '../labels/target.ts'
import type { Column, ColumnId } from './column.svelte.ts'
import { Columns } from './columns.svelte.ts'
import { Focus } from './focus.svelte.ts'
import { labelsOf, loadColumns } from './loader.ts'
import { dependsOnLabels, filterOf, type Scope } from './scope.ts'

/** If more than so many images were labelled elsewhere at once, all columns are loaded again. */
const FOLLOWED_AT_MOST = 20_000

type Parts = {
  api: Api
  info: () => LibraryInfo | null
  /** What Browse shows. */
  browsed: () => Filter
  onError: (error: unknown) => void
}

/** The class board's state: a column of images for each class, and which of them are meant. */
export class Board implements Target {
  readonly #parts: Parts
  readonly rows: Rows
  readonly #columns = new Columns()
  readonly #focus = new Focus(this.#columns)
  readonly #loads = new Latest(() => this.#load())
  readonly #windows = new Map<Column, ImageId[]>()
  /** What was labelled here since labels were asked for that are not answered yet. */
  readonly #asking = new Set<Set<ImageId>>()
  /** How far it was scrolled sideways, for when it is shown again. */
  scrolled = 0
  #wanted: readonly ImageId[] = []
  #tile = 0
  #scope = $state<Scope>('browse')
  #view = $state.raw<ViewSpec>({ filter: NO_FILTER, sort: 'most-suspicious', seed: 0 })
  #loaded = $state(false)
  #loading = false
  #stale = $state(false)
  #problem = $state<string | null>(null)
  #zoomed = $state(false)
  /** The column that all dragged images are in: dropped there, nothing would change. */
  #home = $state.raw<Column | null>(null)

  constructor(parts: Parts) {
    this.#parts = parts
    this.rows = new Rows(parts.api, parts.onError)
  }

  /** In the order they are shown. */
  get columns(): readonly Column[] {
    return this.#columns.shown
  }
  get images() {
    return this.columns.reduce((sum, { length }) => sum + length, 0)
  }
  get focus() {
    return this.#focus
  }
  get scope() {
    return this.#scope
  }
  get sort() {
    return this.#view.sort
  }
  get filter() {
    return this.#view.filter
  }
  /** False until the first answer. */
  get loaded() {
    return this.#loaded
  }
  /** Some of what is shown may no longer fit, or lie in its place. Kept still until asked to sort again. */
  get stale() {
    return this.#stale
  }
  get problem() {
    return this.#problem
  }
  get focusedRow(): ImageRow | undefined {
    const { id } = this.#focus
    return id === undefined ? undefined : this.rows.row(id)
  }
  get home() {
    return this.#home
  }
  /** The focused image fills the window. */
  get zoomed() {
    return this.#zoomed && this.#focus.id !== undefined
  }
  set zoomed(value) {
    this.#zoomed = value
  }

  /** The board is on screen, or the library's classes are others: what is not here yet, or no longer what is asked for, is loaded. */
  async open(): Promise<void> {
    const info = this.#parts.info()
    if (!info) return
    this.#columns.arrange(info)
    const filter = filterOf(this.#scope, this.#parts.browsed())
    const same = JSON.stringify(filter) === JSON.stringify(this.#view.filter)
    if (same && (this.#loading || this.#loaded || this.#problem)) return
    await this.#show({ filter })
  }

  showScope(scope: Scope): Promise<void> {
    this.#scope = scope
    return this.#show({ filter: filterOf(scope, this.#parts.browsed()) })
  }

  showSort(sort: Sort): Promise<void> {
    return this.#show({ sort, seed: Math.floor(Math.random() * 2 ** 32) })
  }

  /** As it is now, each column from its first image on. Nothing is asked for before the board was first shown. */
  async reload(): Promise<void> {
    if (!this.#loaded && !this.#problem) return
    await Promise.all([this.#loads.ask(undefined), this.rows.refresh()])
  }

  /** These places of a column are on screen, in tiles of so many device pixels. */
  window(column: Column, first: number, end: number, tile: number) {
    this.#tile = tile
    this.#windows.set(column, column.slice(first, end))
    const shown = [column, ...this.columns.filter((other) => other !== column)]
    void this.#fetch(shown.flatMap((each) => this.#windows.get(each) ?? []))
  }

  /** It is not on screen for now: nothing more is asked for until it is. */
  leave() {
    this.#windows.clear()
    void this.#fetch([])
    void this.rows.want([])
  }

  /** What a drag that begins on this image takes along. One that is not selected becomes the selection. */
  grab(column: Column, place: number): ImageId[] {
    const id = column.at(place)
    if (id !== undefined && !this.#focus.picked.has(id)) this.#focus.pick(column, place, 'only')
    const ids = this.targets()
    this.#home = ids.every((each) => column.placeOf(each) !== -1) ? column : null
    return ids
  }

  targets(): ImageId[] {
    return this.#focus.targets()
  }

  advance() {
    this.#focus.advance()
  }

  reveal(ids: readonly ImageId[]) {
    this.#focus.reveal(ids)
  }

  /** They move to their column, and the selection goes on with what is left where they were. */
  labelled(ids: readonly ImageId[], label: ColumnId, by: 'person' | 'model') {
    this.rows.labelled(ids, label, by)
    for (const since of this.#asking) for (const id of ids) since.add(id)
    const moved = this.#follow(new Map(ids.map((id) => [id, label])), false)
    this.#focus.leave(moved)
  }

  /** Also labelled or flagged in another window, or by an undo: those with another label move to its column. */
  async changed(ids: readonly ImageId[]): Promise<void> {
    if (!this.#loaded) return
    if (dependsOnLabels(this.filter)) this.#stale = true
    if (ids.length > FOLLOWED_AT_MOST) return this.reload()
    try {
      this.#follow(await this.#labelsOf(ids), true)
      await this.rows.refresh(ids)
    } catch (error) {
      this.#parts.onError(error)
    }
  }

  /** Of these images; without ids, of any, as another model is active now. */
  predictionsChanged(ids?: readonly ImageId[]) {
    if (!this.#loaded) return
    this.#stale ||= this.sort !== 'newest' && this.sort !== 'random'
    void this.rows.refresh(ids)
  }

  imagesAdded() {
    this.#stale ||= this.#loaded
  }

  /** In as many calls as it takes, while nothing else is wanted. */
  async #fetch(wanted: readonly ImageId[]) {
    this.#wanted = wanted
    for (let asked = 0; asked < wanted.length && this.#wanted === wanted; asked += MAX_BATCH)
      await this.rows.want(wanted, this.#tile)
  }

  /** But for what was labelled here meanwhile: the answer may be older than that. */
  async #labelsOf(ids: readonly ImageId[]): Promise<Map<ImageId, ColumnId>> {
    const since = new Set<ImageId>()
    this.#asking.add(since)
    const labels = await labelsOf(this.#parts.api, this.#columns.known(ids)).finally(() =>
      this.#asking.delete(since),
    )
    for (const id of since) labels.delete(id)
    return labels
  }

  #follow(labels: ReadonlyMap<ImageId, ColumnId>, withFocus: boolean): ImageId[] {
    if (this.#loading) void this.#loads.ask(undefined)
    return this.#focus.keep(() => this.#columns.follow(labels, this.#parts.info()), withFocus)
  }

  #show(change: Partial<ViewSpec>): Promise<void> {
    this.#view = { ...this.#view, ...change }
    return this.#loads.ask(undefined)
  }

  async #load() {
    const [view, info] = [this.#view, this.#parts.info()]
    if (!info) return
    this.#loading = true
    this.#stale = false
    try {
      const ids: ColumnId[] = [null, ...info.classes.map(({ id }): ClassId => id), info.notGarment.id]
      const images = await loadColumns(this.#parts.api, ids, view)
      // Asked for something else meanwhile: that answer is the one to show.
      if (view !== this.#view) return
      this.#columns.load(images, info)
      this.#focus.restart()
      this.#problem = null
      this.#loaded = true
    } catch (error) {
      if (this.#loaded) this.#parts.onError(error)
      else this.#problem = sentence(error)
    } finally {
      this.#loading = false
    }
  }
}
