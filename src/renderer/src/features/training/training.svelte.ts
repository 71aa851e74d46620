import type { Api } from '../../../../shared/contract/index.ts'
import type { Run } from '../../../../shared/contract/training.ts'
import type { RunId } from '../../../../shared/domain.ts'
import { Latest } from '../../lib/latest.ts'
import { sentence } from '../../lib/sentence.ts'

export type Ready = Awaited<ReturnType<Api['training']['ready']>>

/** What there is to learn from, and the runs, of which one may be under way and is watched. */
export class Training {
  readonly #api: Api
  readonly #loads = new Latest(() => this.#load())
  #ready = $state.raw<Ready | null>(null)
  #runs = $state.raw<readonly Run[]>([])
  #starting = $state(false)
  #problem = $state<string | null>(null)
  #watched: { id: RunId; abort: AbortController } | null = null

  constructor(api: Api) {
    this.#api = api
  }

  /** Null until the first answer. */
  get ready() {
    return this.#ready
  }
  /** Newest first. */
  get runs() {
    return this.#runs
  }
  get running(): Run | undefined {
    return this.#runs.find(({ state }) => state === 'running')
  }
  get starting() {
    return this.#starting
  }
  get problem() {
    return this.#problem
  }

  load(): Promise<void> {
    return this.#loads.ask(undefined)
  }

  async start(): Promise<void> {
    if (this.#starting || this.running) return
    this.#starting = true
    await this.#try(async () => this.#put(await this.#api.training.fineTune({})))
    this.#starting = false
    this.#follow()
  }

  async cancel(): Promise<void> {
    const { running } = this
    if (running) await this.#try(async () => this.#put(await this.#api.training.cancel({ id: running.id })))
  }

  /** After a reconnection: the earlier watch is dead. */
  reload(): Promise<void> {
    this.#watched?.abort.abort()
    this.#watched = null
    return this.load()
  }

  async #load() {
    await this.#try(async () => {
      const [ready, runs] = await Promise.all([this.#api.training.ready(), this.#api.training.runs()])
      this.#ready = ready
      this.#runs = runs
    })
    this.#follow()
  }

  #put(run: Run) {
    this.#runs = [run, ...this.#runs.filter(({ id }) => id !== run.id)].sort((a, b) => b.id - a.id)
  }

  /** Watches the running run, if it isn't yet. */
  #follow() {
    const { running } = this
    if (running && this.#watched?.id !== running.id) void this.#watch(running.id)
  }

  async #watch(id: RunId) {
    const abort = new AbortController()
    this.#watched = { id, abort }
    try {
      for await (const run of await this.#api.training.watch({ id }, { signal: abort.signal })) this.#put(run)
      await this.load()
    } catch {
      // The connection is gone: reload() watches anew when it is back.
    }
    if (this.#watched?.id === id) this.#watched = null
  }

  async #try(work: () => Promise<void>) {
    try {
      await work()
      this.#problem = null
    } catch (error) {
      this.#problem = sentence(error)
    }
  }
}
