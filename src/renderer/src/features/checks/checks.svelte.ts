import type { CheckProgress, CheckResult, PairCount } from '../../../../shared/contract/checks.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { LibraryEvent } from '../../../../shared/contract/library.ts'
import type { ClassId } from '../../../../shared/domain.ts'
import { Latest } from '../../lib/latest.ts'
import { paced } from '../../lib/paced.ts'
import { sentence } from '../../lib/sentence.ts'
import type { Sets } from '../sets/sets.svelte.ts'

/** While labels change, what is open is counted anew so often. */
const REFRESH_EVERY_MS = 1000
/** A list's name has 120 characters at most. */
const MOST_NAME = 120

type Parts = {
  api: Api
  sets: Pick<Sets, 'show'>
  className: (id: ClassId) => string
  /** Whether what was found is on screen: only then its counts follow the labels. */
  shown: () => boolean
}

/** The checks of the library: how far they are, and what the newest found. */
export class Checks {
  readonly #parts: Parts
  readonly #loads = new Latest(() => this.#load())
  readonly #refresh = paced(() => void (this.#parts.shown() && this.load()), REFRESH_EVERY_MS)
  #running = $state.raw<CheckProgress | null>(null)
  #result = $state.raw<CheckResult | null>(null)
  #loaded = $state(false)
  #problem = $state<string | null>(null)
  #loadProblem = $state<string | null>(null)
  /** Counts what was told of their progress: an answer that was asked for before is older than that. */
  #told = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Null: none are under way. */
  get running() {
    return this.#running
  }
  /** Null: none were ever completed, or that is not known yet. */
  get result() {
    return this.#result
  }
  /** False until it is known whether there is a result. */
  get loaded() {
    return this.#loaded
  }
  /** Why the newest ended early, or could not be asked about. */
  get problem() {
    return this.#problem ?? this.#loadProblem
  }
  /** It is known that they were never completed. */
  get never() {
    return this.#loaded && this.#result === null
  }

  load(): Promise<void> {
    return this.#loads.ask(undefined)
  }

  async start(): Promise<void> {
    this.#problem = null
    await this.#call(() => this.#parts.api.checks.start())
  }

  cancel(): Promise<void> {
    return this.#call(() => this.#parts.api.checks.cancel())
  }

  /** Those of a pair that are open, in Browse. */
  showPair({ label, suggested }: Pick<PairCount, 'label' | 'suggested'>): Promise<void> {
    const { api, sets, className } = this.#parts
    return this.#call(async () => {
      const ids = new Uint32Array(await (await api.checks.pair({ label, suggested })).arrayBuffer())
      const name = `${className(label)}, likely ${className(suggested)}`
      await sets.show(name.slice(0, MOST_NAME), ids)
    })
  }

  on(event: LibraryEvent) {
    switch (event.type) {
      case 'checks-changed':
        this.#told++
        this.#running = event.running
        this.#problem = event.problem
        return
      case 'findings-changed':
        return void this.load()
      case 'labels-changed':
      case 'images-added':
      case 'classes-changed':
      case 'models-changed':
        return this.#refresh()
    }
  }

  async #call(call: () => Promise<void>) {
    try {
      await call()
    } catch (error) {
      this.#problem = sentence(error)
    }
  }

  async #load() {
    const told = this.#told
    try {
      const { running, result } = await this.#parts.api.checks.state()
      if (told === this.#told) this.#running = running
      this.#result = result
      this.#loaded = true
      this.#loadProblem = null
    } catch (error) {
      this.#loadProblem = sentence(error)
    }
  }
}
