import { setTimeout as pause } from 'node:timers/promises'
import type { MapProgress } from '../../../shared/contract/map.ts'
import type { ModelId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Neighbours } from '../neighbours/neighbours.ts'
import { runAlone, type ThreadOptions } from '../threads/thread.ts'
import type { Points } from './place.ts'
import type { MapTasks } from './worker.ts'

/** Of two images alone nothing can be said. */
const FEWEST = 3
/** What part of the time comparing takes. */
const COMPARING = 0.15
/** How often is told how far it is, milliseconds. */
const TELL_EVERY = 250
/** Before so much is done, how long it takes can't be told. */
const TOLD_FROM = 0.04

/** A map by UMAP that is being made. */
export class Making {
  readonly done: Promise<void>
  readonly #giveUp = new AbortController()
  readonly #began = Date.now()
  #progress: Pick<MapProgress, 'stage' | 'fraction'> = { stage: 'comparing', fraction: 0 }
  #ended = false

  /** @param keep has the map kept, which belongs to making it: what goes wrong with that is told too */
  constructor(
    model: ModelId,
    {
      neighbours,
      thread,
      keep,
    }: { neighbours: Neighbours; thread: ThreadOptions; keep: (map: Points) => void },
  ) {
    this.done = this.#make(model, neighbours, thread)
      .then(keep)
      .finally(() => (this.#ended = true))
    // Each who watches is told; nobody may be watching.
    this.done.catch(() => {})
  }

  /** @throws what ended it, if it was not done */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<MapProgress> {
    const settled = this.done.catch(() => {})
    while (!this.#ended) {
      yield { ...this.#progress, secondsLeft: this.#secondsLeft() }
      await Promise.race([settled, pause(TELL_EVERY, undefined, { ...(signal && { signal }), ref: false })])
    }
    await this.done
  }

  cancel(reason: HaberdashError): void {
    this.#giveUp.abort(reason)
  }

  async #make(model: ModelId, neighbours: Neighbours, thread: ThreadOptions): Promise<Points> {
    const { signal } = this.#giveUp
    const graph = await neighbours.graph(model, {
      signal,
      onProgress: ({ fraction }) => this.#tell('comparing', COMPARING * fraction),
    })
    if (graph.ids.length < FEWEST) throw tooFew()
    this.#tell('arranging', COMPARING)
    return runAlone<MapTasks, 'umap'>(
      thread,
      'umap',
      { graph },
      {
        signal,
        onProgress: ({ fraction }) => this.#tell('arranging', COMPARING + (1 - COMPARING) * fraction),
      },
    )
  }

  #tell(stage: MapProgress['stage'], fraction: number): void {
    this.#progress = { stage, fraction: Math.min(1, fraction) }
  }

  #secondsLeft(): number | null {
    const { fraction } = this.#progress
    if (fraction < TOLD_FROM) return null
    return (((Date.now() - this.#began) / 1000) * (1 - fraction)) / fraction
  }
}

const tooFew = () =>
  new HaberdashError('features-missing', `A map takes ${FEWEST} images that the model has looked at.`, {
    todo: 'Add photos, or wait until they are classified.',
  })
