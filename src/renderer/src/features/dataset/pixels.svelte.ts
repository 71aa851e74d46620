import type { Intensities, PixelEvent } from '../../../../shared/contract/data.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ClassId, Split } from '../../../../shared/domain.ts'
import { sentence } from '../../lib/sentence.ts'

type Progress = Extract<PixelEvent, { type: 'progress' }>

/** What all images of a split look like together: means, deviations and histograms. */
export type PixelPictures = {
  labels: readonly Intensities[]
  unreadable: number
  /** The mean image of a label and that of twice its standard deviation, bytes; undefined where there is no image of it. */
  mean(label: ClassId | null): Uint8Array | undefined
  deviation(label: ClassId | null): Uint8Array | undefined
}

/** Asks for them, says how far it is, and can be stopped. */
export class PixelsOf {
  readonly #api: Api
  #value = $state.raw<PixelPictures | null>(null)
  #progress = $state.raw<Progress | null>(null)
  #problem = $state<string | null>(null)
  #running = $state.raw<AbortController | null>(null)
  #splits: Split[] = []

  constructor(api: Api) {
    this.#api = api
  }

  /** Null until it is there; what was there before stays while it is made anew. */
  get value() {
    return this.#value
  }
  get progress() {
    return this.#progress
  }
  get problem() {
    return this.#problem
  }
  get running() {
    return this.#running !== null
  }

  async ask(splits: Split[]): Promise<void> {
    this.cancel()
    this.#splits = splits
    const abort = (this.#running = new AbortController())
    const { signal } = abort
    try {
      for await (const event of await this.#api.data.pixels({ splits }, { signal })) {
        if (this.#running !== abort) return
        if (event.type === 'progress') {
          this.#progress = event
          continue
        }
        const labels = event.labels.map(({ label }) => label)
        const bytes = await (await this.#api.data.means({ splits, labels }, { signal })).arrayBuffer()
        if (this.#running !== abort) return
        this.#value = { ...event, ...pictures(labels, new Uint8Array(bytes)) }
        this.#problem = null
      }
    } catch (error) {
      if (this.#running === abort) this.#problem = sentence(error)
    }
    if (this.#running === abort) this.#end()
  }

  /** After it was cancelled. */
  again(): Promise<void> {
    return this.ask(this.#splits)
  }

  cancel() {
    this.#running?.abort()
    this.#end()
  }

  forget() {
    this.cancel()
    this.#value = null
    this.#problem = null
  }

  #end() {
    this.#running = null
    this.#progress = null
  }
}

function pictures(labels: readonly (ClassId | null)[], bytes: Uint8Array) {
  const size = bytes.length / Math.max(1, 2 * labels.length)
  const at = (label: ClassId | null, second: 0 | 1) => {
    const place = labels.indexOf(label)
    if (place < 0) return undefined
    return bytes.subarray((2 * place + second) * size, (2 * place + second + 1) * size)
  }
  return { mean: (label: ClassId | null) => at(label, 0), deviation: (label: ClassId | null) => at(label, 1) }
}
