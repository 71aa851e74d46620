import type { Api } from '../../../../shared/contract/index.ts'
import type { LibraryEvent } from '../../../../shared/contract/library.ts'
import type { ModelVersion } from '../../../../shared/contract/models.ts'
import type { Results as Answered, ResultSplit } from '../../../../shared/contract/results.ts'
import type { ModelId } from '../../../../shared/domain.ts'
import { clusteredOrder } from '../../../../shared/figures/class-order.ts'
import type { Measure } from '../../../../shared/figures/confusion.ts'
import { paced } from '../../lib/paced.ts'
import { Asked } from '../../lib/asked.svelte.ts'
import type { Sets } from '../sets/sets.svelte.ts'
import { Asking } from './asking.svelte.ts'
import { Changed } from './changed.svelte.ts'
import { Leading } from './leading.ts'

type Parts = {
  api: Api
  sets: Pick<Sets, 'show' | 'filter'>
  versions: () => readonly ModelVersion[]
  onError: (error: unknown) => void
}

/** While images are classified by the thousand, and at each label of a quick hand, numbers are brought up to date so often. */
const REFRESH_EVERY_MS = 700

export type OrderBy = 'classes' | 'confusion'

/** What a version answered, as it is looked at: which version, on which images, in which order. */
export class Results {
  readonly #parts: Parts
  readonly #asked = new Asked<Answered>()
  readonly #refresh = paced(() => void this.load(), REFRESH_EVERY_MS)
  readonly asking: Asking
  readonly changed: Changed
  readonly leading: Leading
  #model = $state<ModelId | null>(null)
  #split = $state<ResultSplit | null>(null)
  #measure = $state<Measure>('count')
  #orderBy = $state<OrderBy>('classes')
  /** Of what it was made, and the places of the classes: it stays while labels change, so that no row jumps. */
  #clustered = $state.raw<{ of: string; order: readonly number[] } | null>(null)
  #isOpen = false
  /** Where the view was left. */
  scrolled = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.asking = new Asking(parts.api, () => void this.load())
    this.changed = new Changed({
      ...{ api: parts.api, versions: parts.versions },
      results: () => this.answered,
    })
    this.leading = new Leading({
      ...parts,
      active: () => parts.versions().find(({ active }) => active)?.id ?? null,
    })
  }

  /** Null until the first answer; then the newest there is, also while another is asked for. */
  get answered() {
    return this.#asked.value
  }
  get problem() {
    return this.#asked.problem
  }
  /** The version that is asked for: the active one, where none was chosen. */
  get model(): ModelId | null {
    const versions = this.#parts.versions()
    const chosen = versions.find(({ id }) => id === this.#model) ?? versions.find(({ active }) => active)
    return chosen?.id ?? null
  }
  get split(): ResultSplit | null {
    return this.#split ?? this.answered?.split ?? null
  }
  get measure() {
    return this.#measure
  }
  get orderBy() {
    return this.#orderBy
  }
  /** Places of the classes, in the order in which they are shown. */
  get order(): readonly number[] {
    const own = [...(this.answered?.classes.keys() ?? [])]
    const isOf = this.answered !== null && this.#clustered?.of === classesOf(this.answered)
    return this.#orderBy === 'confusion' && isOf ? this.#clustered!.order : own
  }

  /** It is looked at from now on. */
  open(): void {
    this.#isOpen = true
    void this.load()
  }

  close(): void {
    this.#isOpen = false
  }

  show(model: ModelId): void {
    this.#model = model
    // Not every version has those.
    if (this.#split === 'validation') this.#split = null
    this.#anew()
  }

  on(split: ResultSplit): void {
    this.#split = split
    this.#anew()
  }

  measureBy(measure: Measure): void {
    this.#measure = measure
  }

  arrange(by: OrderBy): void {
    this.#orderBy = by
    this.#clustered = null
    this.#cluster()
  }

  /** What has happened in the library may change the numbers. */
  hear({ type }: LibraryEvent): void {
    if (this.#isOpen && CHANGING.has(type)) this.#refresh()
  }

  /** After a reconnection: nothing was heard meanwhile. */
  reload(): void {
    if (this.#isOpen) void this.load()
  }

  async load(): Promise<void> {
    await this.#asked.ask(() => this.#ask())
    this.#cluster()
    await this.changed.load()
  }

  #ask(): Promise<Answered> {
    const [model, split] = [this.model, this.#split]
    return this.#parts.api.results.of({
      ...(model === null ? {} : { model }),
      ...(split === null ? {} : { split }),
    })
  }

  #anew(): void {
    this.asking.cancel()
    this.changed.asking.cancel()
    void this.load()
  }

  #cluster(): void {
    const { answered } = this
    if (this.#orderBy !== 'confusion' || answered === null) return
    const of = classesOf(answered)
    if (this.#clustered?.of !== of) this.#clustered = { of, order: clusteredOrder(answered.confusion) }
  }
}

const CHANGING: ReadonlySet<LibraryEvent['type']> = new Set([
  ...(['images-added', 'labels-changed', 'predictions-changed'] as const),
  ...(['classes-changed', 'models-changed'] as const),
])

/** What an order of classes is for. */
const classesOf = ({ model, split, classes }: Answered): string =>
  [model, split, ...classes.map(({ id }) => id)].join()
