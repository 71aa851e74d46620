import type { Api } from '../../../../shared/contract/index.ts'
import type { Run } from '../../../../shared/contract/training.ts'
import type { RunId } from '../../../../shared/domain.ts'
import { Latest } from '../../lib/latest.ts'
import { sentence } from '../../lib/sentence.ts'
import { Comparing } from './comparing.svelte.ts'
import { NewModel, type TrainRequest } from './new-model.svelte.ts'
import type { FineTuneRequest } from './start.svelte.ts'

export type Ready = Awaited<ReturnType<Api['training']['ready']>>

/** What there is to learn from, and the runs, of which one may be under way and is watched. */
export class Training {
  readonly #api: Api
  readonly #request: () => FineTuneRequest
  readonly #loads = new Latest(() => this.#load())
  #ready = $state.raw<Ready | null>(null)
  #runs = $state.raw<readonly Run[]>([])
  #starting = $state(false)
  #problem = $state<string | null>(null)
  #trainProblem = $state<string | null>(null)
  #watched: { id: RunId; abort: AbortController } | null = null

  readonly newModel = new NewModel()
  readonly comparing = new Comparing()

  /** `request` says what the next fine-tuning is asked for. */
  constructor(api: Api, request: () => FineTuneRequest = () => ({})) {
    this.#api = api
    this.#request = request
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
  /** Why a new model could not be trained. */
  get trainProblem() {
    return this.#trainProblem
  }

  load(): Promise<void> {
    return this.#loads.ask(undefined)
  }

  /** Fine-tunes, from what was chosen. */
  async start(request = this.#request()): Promise<void> {
    this.#problem = await this.#begin(() => this.#api.training.fineTune(request))
  }

  /** Trains a new model. */
  async train(request: TrainRequest): Promise<void> {
    this.#trainProblem = await this.#begin(() => this.#api.training.train(request))
  }

  /** How to run a run once more; null where it was not kept what was changed of its recipe. */
  again({ kind, recipe, changes, seed, backbone }: Run): (() => Promise<void>) | null {
    if (kind === 'fine-tune') return () => this.start(backbone === null ? undefined : { backbone })
    return changes && (() => this.train({ recipe, changes, seed }))
  }

  /** How to go on with a new model's run that was stopped after a whole epoch; null where there is none. */
  goOn({ id, kind, state, curve }: Run): (() => Promise<void>) | null {
    if (kind !== 'train' || curve.length === 0 || !['cancelled', 'failed'].includes(state)) return null
    return async () => {
      this.#trainProblem = await this.#begin(() => this.#api.training.resume({ id }))
    }
  }

  /** Lets the run that is going stand still, or go on. */
  async pauseOrResume(): Promise<void> {
    const { running } = this
    if (!running) return
    const { pause, resume } = this.#api.training
    await this.#try(async () => this.#put(await (running.paused ? resume : pause)({ id: running.id })))
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

  /** Why it could not be started, if so. */
  async #begin(ask: () => Promise<Run>): Promise<string | null> {
    if (this.#starting || this.running) return null
    this.#starting = true
    try {
      this.#put(await ask())
      return null
    } catch (error) {
      return sentence(error)
    } finally {
      this.#starting = false
      this.#follow()
    }
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
