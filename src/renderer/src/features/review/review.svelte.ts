import type { Found, ImageRow } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { LibraryEvent } from '../../../../shared/contract/library.ts'
import type { Review as ReviewInfo } from '../../../../shared/contract/reviews.ts'
import type { ClassId, ImageId } from '../../../../shared/domain.ts'
import { Rows } from '../browse/rows.svelte.ts'
import { CARDS } from '../checks/cards.ts'
import { suggestionOf } from '../checks/words.ts'
import { Detail } from '../detail/detail.svelte.ts'
import type { Target } from '../labels/target.ts'
import { DONE, OPEN, SKIPPED } from './items.ts'
import { Outcome } from './outcome.svelte.ts'
import { Pace } from './pace.svelte.ts'
import { Queue } from './queue.svelte.ts'
import { Reasons } from './reasons.svelte.ts'
import { Walk } from './walk.svelte.ts'

/** Images before and behind the shown one that are fetched: what the filmstrip shows, and more. */
const NEAR = 24

type Parts = {
  api: Api
  onProblem: (text: string) => void
  onError: (error: unknown) => void
  /** None is under way any more. */
  onLeave: () => void
}

/** The review that a person is in: one image at a time. */
export class Review implements Target {
  readonly rows: Rows
  readonly detail: Detail
  readonly outcome: Outcome
  readonly pace = new Pace()
  readonly walk: Walk
  readonly #reasons: Reasons
  readonly #queue: Queue
  readonly #onLeave: () => void
  #zoomed = $state(false)
  #twinZoomed = $state(false)

  constructor({ api, onProblem, onError, onLeave }: Parts) {
    this.rows = new Rows(api, onError)
    this.detail = new Detail(api)
    this.outcome = new Outcome(api, onError)
    this.#reasons = new Reasons({ api, onError, onArrive: () => this.#wantRows() })
    this.#onLeave = onLeave
    const [onChange, onGone] = [() => this.#askOutcome(), () => this.leave()]
    this.#queue = new Queue({ api, onProblem, onChange, onGone })
    this.walk = new Walk(
      () => this.items,
      () => this.#arrive(),
    )
  }

  /** Null: none is under way. */
  get info() {
    return this.#queue.review
  }
  get items() {
    return this.#queue.items
  }
  get counts() {
    return this.#queue.counts
  }

  /** The image fills the window. */
  get zoomed() {
    return this.#zoomed && this.walk.current !== undefined
  }
  set zoomed(value) {
    this.#zoomed = value
    this.#twinZoomed = false
  }

  /** The near-duplicate of the image fills the window: it is looked at, and nothing is meant for it. */
  get twinZoomed() {
    return this.#twinZoomed && this.twinId !== undefined
  }
  set twinZoomed(value) {
    this.#twinZoomed = value
    this.#zoomed = false
  }

  get focusedRow(): ImageRow | undefined {
    const id = this.walk.current
    return id === undefined ? undefined : this.rows.row(id)
  }

  /** What a key is meant for. */
  targets(): ImageId[] {
    const id = this.walk.current
    return id === undefined || this.twinZoomed ? [] : [id]
  }

  /** What the checks found by which the image is in this review; undefined until it is known, and in other reviews. */
  get found(): readonly Found[] | undefined {
    const id = this.walk.current
    const findings = this.#findings
    if (id === undefined || !findings) return undefined
    return this.#reasons.of(id)?.filter(({ finding }) => findings.includes(finding))
  }

  /** Of label issues Enter gives what is suggested. */
  get offered(): ClassId | null | undefined {
    return this.info?.kind === 'label-issues' ? suggestionOf(this.found) : undefined
  }

  /** Of near-duplicates the image that is nearly the same. */
  get twinId(): ImageId | undefined {
    return this.info?.kind === 'near-duplicates' ? this.found?.[0]?.related?.id : undefined
  }

  get twin(): ImageRow | undefined {
    const id = this.twinId
    return id === undefined ? undefined : this.rows.row(id)
  }

  get #findings() {
    return CARDS.find(({ kind }) => kind === this.info?.kind)?.findings
  }

  /** Begins a sitting at the first image that is still to do. */
  async open(review: ReviewInfo): Promise<void> {
    this.#clear()
    if (await this.#queue.open(review)) this.walk.start()
  }

  leave() {
    this.#clear()
    this.#onLeave()
  }

  /** On to the next image that is still to do. */
  advance() {
    this.walk.advance()
  }

  /** Goes to the first of these that is in the review. */
  reveal(ids: readonly ImageId[]) {
    this.walk.reveal(ids)
  }

  /** The server has confirmed that these carry this label now. */
  labelled(ids: readonly ImageId[], label: ClassId | null, by: 'person' | 'model') {
    this.rows.labelled(ids, label, by)
    const mine = ids.filter((id) => this.items.place(id) !== undefined)
    if (mine.length === 0) return
    this.walk.confirmed(mine)
    this.#queue.confirm(mine, label === null ? OPEN : DONE)
    if (label !== null) this.pace.did()
  }

  changed(ids: readonly ImageId[]) {
    this.walk.confirmed(ids)
    void this.rows.refresh(ids)
  }

  /** Puts the image aside and goes on; one that was skipped is taken up again. */
  async skip(): Promise<void> {
    const id = this.walk.current
    if (id === undefined) return
    const state = this.items.state(this.walk.place)
    if (state !== SKIPPED) this.walk.advance()
    if (state === DONE) return
    await this.#queue.skip([id], state === OPEN)
    this.walk.confirmed([id])
    if (state === OPEN) this.pace.did()
  }

  /** All that were skipped are to do again. */
  async takeUpSkipped(): Promise<void> {
    await this.#queue.skip(this.items.all(SKIPPED), false)
    this.walk.start()
  }

  /** What has changed in the library, perhaps from another window. */
  on(event: LibraryEvent) {
    if (!this.info) return
    const { type } = event
    if (type === 'labels-changed') this.#queue.refresh(event.ids)
    if (type === 'reviews-changed' && (event.skipped ?? this.info).id === this.info.id)
      this.#queue.refresh(event.skipped?.ids)
    if (type === 'models-changed' || (type === 'classes-changed' && event.meanings)) this.#refresh()
    if (type === 'findings-changed') void this.#reasons.refresh()
    if (type === 'labels-changed' || type === 'flags-changed' || type === 'predictions-changed')
      this.#refresh(event.ids)
  }

  /** After a reconnection: everything may have changed meanwhile. */
  reconnected() {
    if (!this.info) return
    this.#refresh()
    this.#queue.refresh()
  }

  #clear() {
    this.#queue.close()
    this.#reasons.forget()
    this.#zoomed = false
    this.#twinZoomed = false
    this.outcome.forget()
    this.pace.reset()
    this.detail.show(undefined)
  }

  #refresh(ids?: readonly ImageId[]) {
    void this.rows.refresh(ids)
    this.detail.refresh(ids)
    if (this.#findings && !ids) void this.#reasons.refresh()
  }

  #arrive() {
    this.#askOutcome()
    const { current } = this.walk
    this.#twinZoomed = false
    if (current === undefined) this.#zoomed = false
    else {
      this.#wantRows()
      if (this.#findings) void this.#reasons.want([current, ...this.walk.ahead(), ...this.#near()])
    }
    this.detail.show(current)
  }

  #near(): ImageId[] {
    return this.items.slice(this.walk.place - NEAR, this.walk.place + NEAR)
  }

  /** Of the shown image's twin too. */
  #wantRows() {
    const twin = this.twinId
    void this.rows.want([...this.#near(), ...this.walk.ahead(), ...(twin === undefined ? [] : [twin])])
  }

  #askOutcome() {
    if (this.walk.ended && this.info) void this.outcome.ask(this.info)
  }
}
