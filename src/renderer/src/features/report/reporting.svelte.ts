import type { Api } from '../../../../shared/contract/index.ts'
import type { ModelId } from '../../../../shared/domain.ts'
import { download } from '../../lib/download.ts'
import { count } from '../../lib/format.ts'
import { sentence } from '../../lib/sentence.ts'

/** The report of a version that is made now: one at a time. */
export class Reporting {
  readonly #api: Api
  readonly #save: typeof download
  /** Images that a version must be asked first; null while there are none. */
  #asking = $state.raw<{ model: ModelId; done: number; total: number } | null>(null)
  #abort = $state.raw<AbortController | null>(null)
  #said = $state('')
  #problem = $state<string | null>(null)

  /** `save` gives the person a file. */
  constructor(api: Api, save = download) {
    this.#api = api
    this.#save = save
  }

  get busy() {
    return this.#abort !== null
  }
  /** What is done now or came of the last one, in a sentence; else empty. */
  get said() {
    if (!this.busy) return this.#said
    if (!this.#asking) return 'Making the report.'
    const { model, done, total } = this.#asking
    return `Making the report: ${model} is asked ${count(done)} of ${count(total)} images that it has not seen yet.`
  }
  /** How much of it is done, 0 to 1; null while that can't be told. */
  get part(): number | null {
    return this.#asking && this.#asking.done / this.#asking.total
  }
  /** Why it could not be made. */
  get problem() {
    return this.#problem
  }

  /** Makes the report of a version, the active one by default, for the person to save. */
  async make(id?: ModelId): Promise<void> {
    if (this.busy) return
    const abort = (this.#abort = new AbortController())
    this.#said = ''
    this.#problem = null
    try {
      for await (const event of await this.#api.report.make({ id }, { signal: abort.signal })) {
        if (event.type === 'progress') this.#asking = event.done < event.total ? event : null
        else {
          this.#save(event.name, new Blob([event.html], { type: 'text/html' }))
          this.#said = `The report of ${event.model} is made: ${event.name}.`
        }
      }
    } catch (error) {
      if (!abort.signal.aborted) this.#problem = sentence(error)
    } finally {
      this.#abort = null
      this.#asking = null
    }
  }

  /** What came of the last one has been read, and something else is to be said in its place. */
  forget(): void {
    if (this.busy) return
    this.#said = ''
    this.#problem = null
  }

  cancel(): void {
    this.#abort?.abort()
  }
}
