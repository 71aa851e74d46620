import type { ImageId } from '../../../../shared/domain.ts'
import type { Move } from '../browse/layout.ts'
import type { Column } from './column.svelte.ts'
import type { Columns } from './columns.svelte.ts'
import { moved, type Grid, type Spot } from './moves.ts'
import { Picked } from './picked.svelte.ts'

/** Which image of which column has the focus, and which are selected with it. */
export class Focus {
  readonly picked = new Picked()
  readonly #columns: Columns
  #spot = $state.raw<Spot | null>(null)
  /** Where an extended selection begins. */
  #anchor: ImageId | undefined
  /** Counts how often the focus was led somewhere, so that it is scrolled to then, and only then. */
  #led = $state(0)

  constructor(columns: Columns) {
    this.#columns = columns
  }

  get column(): Column | undefined {
    return this.#spot?.column
  }
  get place() {
    return this.#spot?.place ?? 0
  }
  get id(): ImageId | undefined {
    return this.#spot?.column.at(this.#spot.place)
  }
  get led() {
    return this.#led
  }

  /** The selection, else the focused image. */
  targets(): ImageId[] {
    if (this.picked.count > 0) return this.picked.list()
    return this.id === undefined ? [] : [this.id]
  }

  pick(column: Column, place: number, how: 'only' | 'extend' | 'toggle'): void {
    const id = column.at(place)
    if (id === undefined) return
    if (how === 'extend') return this.#extend(column, place)
    this.#lead({ column, place })
    this.#anchor = id
    if (how === 'toggle') this.picked.toggle(id)
    else this.picked.only([id])
  }

  move(kind: Move, grid: Grid, extend: boolean) {
    if (!this.#spot) return
    const { column, place } = moved(this.#columns.shown, this.#spot, kind, grid)
    // A selection is extended within its column.
    if (extend && column !== this.#spot.column) return
    this.pick(column, place, extend ? 'extend' : 'only')
  }

  /** The focus alone comes to a column, and with it the selection if that is one image. */
  enter(column: Column, place: number) {
    const within = Math.max(0, Math.min(place, column.length - 1))
    if (column.length > 0 && this.picked.count <= 1) this.pick(column, within, 'only')
    else this.#lead({ column, place: within })
  }

  /** To the next or previous image of the column. */
  step(by: number) {
    if (this.#spot) this.pick(this.#spot.column, this.#spot.place + by, 'only')
  }

  advance() {
    if (this.picked.count <= 1) this.step(1)
  }

  only() {
    if (this.#spot) this.pick(this.#spot.column, this.#spot.place, 'only')
  }

  /** All images of the focused column. */
  all() {
    const { column } = this
    if (column) this.picked.only(column.slice(0, column.length))
  }

  reveal(ids: readonly ImageId[]) {
    for (const id of ids) {
      const column = this.#columns.of(id)
      if (column) return this.pick(column, column.placeOf(id), 'only')
    }
  }

  /**
   * Lets images move between columns. The focus stays on its image; if that moves, it goes along, or with `along` false
   * to the image that comes to lie in its place.
   */
  keep(move: () => ImageId[], along: boolean): ImageId[] {
    const spot = this.#spot
    if (!spot) return move()
    const behind = spot.column.slice(spot.place, spot.column.length)
    const gone = move()
    if (gone.length === 0) return gone
    const left = new Set(gone)
    const heir = along ? behind[0] : behind.find((id) => !left.has(id))
    const column = (along && heir !== undefined && this.#columns.of(heir)) || spot.column
    const place = heir === undefined ? column.length - 1 : column.placeOf(heir)
    if (column !== spot.column) this.#led++
    this.#spot = { column, place: Math.max(0, place) }
    return gone
  }

  /** These are no longer meant. Where nothing else is, the focused image is. */
  leave(ids: readonly ImageId[]) {
    this.picked.without(ids)
    if (this.picked.count === 0 && this.id !== undefined) this.picked.only([this.id])
    this.#anchor = this.id
  }

  /** After loading: at the first image of its column, or else of the first one that has any. */
  restart() {
    const columns = [this.column, ...this.#columns.shown]
    const column = columns.find((each) => each && each.length > 0)
    this.#spot = column ? { column, place: 0 } : null
    this.picked.only(this.id === undefined ? [] : [this.id])
    this.#anchor = this.id
  }

  #extend(column: Column, place: number) {
    const from = this.#anchor === undefined ? -1 : column.placeOf(this.#anchor)
    if (from === -1) return this.pick(column, place, 'only')
    this.#lead({ column, place })
    this.picked.only(column.slice(Math.min(from, place), Math.max(from, place) + 1))
  }

  #lead(spot: Spot) {
    this.#spot = spot
    this.#led++
  }
}
