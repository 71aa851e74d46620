import type { Api } from '../../../../shared/contract/index.ts'
import type { CompareEvent, Comparison, ModelVersion } from '../../../../shared/contract/models.ts'
import type { ModelId } from '../../../../shared/domain.ts'
import { sentence } from '../../lib/sentence.ts'

export type ScoredSplit = Comparison['split']
type Progress = Extract<CompareEvent, { type: 'progress' }>
export type Differing = Comparison['differing'][number]

/** Which of the differing images to show. */
export type Kind = 'all' | 'only-a' | 'only-b' | 'both-wrong'

/** Differing images shown at once. */
export const PAGE = 48

const FITS: Record<Kind, (image: Differing) => boolean> = {
  all: () => true,
  'only-a': ({ label, a }) => a.classId === label,
  'only-b': ({ label, b }) => b.classId === label,
  'both-wrong': ({ label, a, b }) => a.classId !== label && b.classId !== label,
}

/** Two versions laid beside each other: which, on which images, how far it is, and what came of it. */
export class Comparing {
  readonly #api: Api
  readonly #versions: () => readonly ModelVersion[]
  #ids = $state.raw<readonly ModelId[]>([])
  #split = $state<ScoredSplit | null>(null)
  #progress = $state.raw<Progress | null>(null)
  #result = $state.raw<Comparison | null>(null)
  #problem = $state<string | null>(null)
  #running = $state.raw<AbortController | null>(null)
  #kind = $state<Kind>('all')
  #page = $state(0)
  #fitting = $derived(this.#result?.differing.filter(FITS[this.#kind]) ?? [])

  /** `versions` are those there are, newest first. */
  constructor(api: Api, versions: () => readonly ModelVersion[]) {
    this.#api = api
    this.#versions = versions
  }

  /** The older of the two first; fewer while fewer are ticked. */
  get pair(): ModelId[] {
    const ticked = this.#versions().filter(({ id }) => this.#ids.includes(id))
    return ticked.map(({ id }) => id).reverse()
  }
  get full(): boolean {
    return this.#ids.length === 2
  }
  /** As chosen; until then the test images, where the library has such. */
  get split(): ScoredSplit {
    const scored = (split: ScoredSplit) => this.#versions().some(({ scores }) => scores[split] !== null)
    return this.#split ?? (scored('holdout') && !scored('test') ? 'holdout' : 'test')
  }
  /** Null while nothing has to be classified for it. */
  get progress() {
    return this.#progress
  }
  get running(): boolean {
    return this.#running !== null
  }
  /** Of the pair and split chosen now; null until it is there. */
  get result() {
    return this.#result
  }
  get problem() {
    return this.#problem
  }
  get kind() {
    return this.#kind
  }
  get page() {
    return this.#page
  }
  /** How many of the differing images told are of the chosen kind. */
  get fitting(): number {
    return this.#fitting.length
  }
  get pages(): number {
    return Math.max(1, Math.ceil(this.#fitting.length / PAGE))
  }
  /** Those of the page. */
  get images(): Differing[] {
    return this.#fitting.slice(this.#page * PAGE, (this.#page + 1) * PAGE)
  }

  has(id: ModelId): boolean {
    return this.#ids.includes(id)
  }

  /** Ticks or unticks a version; with the second, they are compared. */
  toggle(id: ModelId): void {
    if (this.has(id)) this.#tick(this.#ids.filter((other) => other !== id))
    else if (!this.full) this.#tick([...this.#ids, id])
  }

  clear(): void {
    this.#tick([])
  }

  /** The versions have changed: what is gone is not compared any more. */
  refresh(): void {
    const there = this.#ids.filter((id) => this.#versions().some((version) => version.id === id))
    if (there.length < this.#ids.length) this.#tick(there)
  }

  on(split: ScoredSplit): void {
    this.#split = split
    this.#start()
  }

  again(): void {
    this.#start()
  }

  /** What is classified so far is kept. */
  cancel(): void {
    this.#running?.abort()
    this.#running = null
    this.#progress = null
  }

  show(kind: Kind): void {
    this.#kind = kind
    this.#page = 0
  }

  turn(page: number): void {
    this.#page = Math.min(Math.max(0, page), this.pages - 1)
  }

  #tick(ids: readonly ModelId[]): void {
    this.#ids = ids
    this.#start()
  }

  #start(): void {
    this.cancel()
    this.#result = null
    this.#problem = null
    this.show('all')
    const [a, b] = this.pair
    if (a !== undefined && b !== undefined) void this.#compare(a, b)
  }

  async #compare(a: ModelId, b: ModelId): Promise<void> {
    const abort = new AbortController()
    this.#running = abort
    try {
      const request = { a, b, split: this.split }
      for await (const event of await this.#api.models.compare(request, { signal: abort.signal })) {
        if (this.#running !== abort) return
        if (event.type === 'progress') this.#progress = event
        else this.#result = event.comparison
      }
    } catch (error) {
      if (this.#running === abort) this.#problem = sentence(error)
    }
    if (this.#running === abort) this.cancel()
  }
}
