import type { ImageRow } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { LibraryEvent } from '../../../../shared/contract/library.ts'
import type { Review as ReviewInfo } from '../../../../shared/contract/reviews.ts'
import type { Actor, ClassId, ImageId } from '../../../../shared/domain.ts'
import { Rows } from '../browse/rows.svelte.ts'
import { Detail } from '../detail/detail.svelte.ts'
import { DONE, OPEN, SKIPPED } from './items.ts'
import { Outcome } from './outcome.svelte.ts'
import { Pace } from './pace.svelte.ts'
import { Queue } from './queue.svelte.ts'

/** Images before and behind the shown one that are fetched: what the filmstrip shows, and more. */
const NEAR = 24
/** So many of the images that are still to do are fetched beforehand, however far they are. */
const AHEAD = 4

type Parts = { api: Api; onProblem: (text: string) => void; onError: (error: unknown) => void }

/** The review that a person is in, and where in it: one image at a time. */
export class Review {
  readonly rows: Rows
  readonly detail: Detail
  readonly outcome: Outcome
  readonly pace = new Pace()
  readonly #queue: Queue
  #place = $state(0)
  #ended = $state(false)
  #zoomed = $state(false)
  /** Gone on from, before the server has confirmed what was said of them. */
  readonly #left = new Set<ImageId>()

  constructor({ api, onProblem, onError }: Parts) {
    this.rows = new Rows(api, onError)
    this.detail = new Detail(api)
    this.outcome = new Outcome(api, onError)
    this.#queue = new Queue({ api, onProblem, onChange: () => this.#askOutcome() })
  }

  /** Null: none is under way. */
  get info() {
    return this.#queue.review
  }
  get counts() {
    return this.#queue.counts
  }
  get place() {
    return this.#place
  }
  /** What came of it is shown instead of an image: nothing is left to do, or the person asked. */
  get ended() {
    return this.#ended
  }

  /** The image fills the window. */
  get zoomed() {
    return this.#zoomed && this.current !== undefined
  }
  set zoomed(value) {
    this.#zoomed = value
  }

  get current(): ImageId | undefined {
    return this.#ended || this.info === null ? undefined : this.at(this.#place)
  }
  get focusedRow(): ImageRow | undefined {
    const id = this.current
    return id === undefined ? undefined : this.rows.row(id)
  }

  at(place: number): ImageId | undefined {
    return this.#queue.items.at(place)
  }
  state(place: number): number {
    return this.#queue.items.state(place)
  }

  /** What a key is meant for. */
  targets(): ImageId[] {
    const id = this.current
    return id === undefined ? [] : [id]
  }

  /** The next images that are still to do. */
  ahead(): ImageId[] {
    const places = this.#queue.items.nextOpen(this.#place, AHEAD, this.#left)
    return places.map((place) => this.at(place)!)
  }

  /** Begins a sitting at the first image that is still to do. */
  async open(review: ReviewInfo): Promise<void> {
    this.leave()
    if (!(await this.#queue.open(review))) return
    const { items } = this.#queue
    this.#go(items.state(0) === OPEN ? 0 : items.nextOpen(0, 1)[0])
  }

  leave() {
    this.#queue.close()
    this.#left.clear()
    this.#ended = false
    this.#zoomed = false
    this.outcome.forget()
    this.pace.reset()
    this.detail.show(undefined)
  }

  /** To the image before or behind, whatever its state. From the result, back; past the last one to it, if all is done. */
  step(by: number) {
    const place = this.#ended ? this.#place : this.#place + by
    if (place >= this.counts.images && this.counts.left === 0) this.showResult()
    else this.goTo(place)
  }

  showResult() {
    if (this.info) this.#go(undefined)
  }

  goTo(place: number) {
    this.#go(Math.max(0, Math.min(this.#queue.items.length - 1, place)))
  }

  /** On to the next image that is still to do. */
  advance() {
    const id = this.current
    if (id === undefined) return
    this.#left.add(id)
    this.#go(this.#queue.items.nextOpen(this.#place, 1, this.#left)[0])
  }

  /** Back from the end to what is still to do. */
  goOn() {
    this.#left.clear()
    const { items } = this.#queue
    this.#go(items.state(0) === OPEN ? 0 : items.nextOpen(0, 1)[0])
  }

  /** Goes to the first of these that is in the review. */
  reveal(ids: readonly ImageId[]) {
    for (const id of ids) this.#left.delete(id)
    const places = ids.map((id) => this.#queue.items.place(id)).filter((place) => place !== undefined)
    if (this.info && places.length > 0) this.#go(Math.min(...places))
  }

  /** The server has confirmed that these carry this label now. */
  labelled(ids: readonly ImageId[], label: ClassId | null, _by?: Actor) {
    this.rows.labelled(ids, label)
    const mine = ids.filter((id) => this.#queue.items.place(id) !== undefined)
    if (mine.length === 0) return
    for (const id of mine) this.#left.delete(id)
    this.#queue.confirm(mine, label === null ? OPEN : DONE)
    if (label !== null) this.pace.did()
  }

  /** Puts the image aside and goes on; one that was skipped is taken up again. */
  async skip(): Promise<void> {
    const [id, state] = [this.current, this.state(this.#place)]
    if (id === undefined) return
    if (state !== SKIPPED) this.advance()
    if (state === DONE) return
    await this.#queue.skip([id], state === OPEN)
    this.#left.delete(id)
    if (state === OPEN) this.pace.did()
  }

  /** All that were skipped are to do again. */
  async takeUpSkipped(): Promise<void> {
    await this.#queue.skip(this.#queue.items.all(SKIPPED), false)
    this.goOn()
  }

  /** What has changed in the library, perhaps from another window. */
  on(event: LibraryEvent) {
    if (!this.info) return
    const { type } = event
    if (type === 'reviews-changed' || type === 'labels-changed') this.#queue.reload()
    if (type === 'models-changed' || (type === 'classes-changed' && event.meanings)) this.#refresh()
    if (type === 'labels-changed' || type === 'flags-changed' || type === 'predictions-changed')
      this.#refresh(event.ids)
  }

  /** After a reconnection: everything may have changed meanwhile. */
  reconnected() {
    if (!this.info) return
    this.#refresh()
    this.#queue.reload()
  }

  #refresh(ids?: readonly ImageId[]) {
    void this.rows.refresh(ids)
    this.detail.refresh(ids)
  }

  #go(place: number | undefined) {
    this.#ended = place === undefined
    if (place === undefined) {
      this.#zoomed = false
      return this.#askOutcome()
    }
    this.#place = place
    void this.rows.want([...this.#queue.items.slice(place - NEAR, place + NEAR), ...this.ahead()])
    this.detail.show(this.current)
  }

  #askOutcome() {
    if (this.#ended && this.info) void this.outcome.ask(this.info)
  }
}
