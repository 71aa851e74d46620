import type { Api } from '../../../../shared/contract/index.ts'
import type { ExportFormat, ModelVersion } from '../../../../shared/contract/models.ts'
import type { ModelId } from '../../../../shared/domain.ts'
import { download } from '../../lib/download.ts'
import { Latest } from '../../lib/latest.ts'
import { sentence } from '../../lib/sentence.ts'
import { archive } from './archive.ts'
import { Comparing } from './comparing.svelte.ts'
import { ordered, turned, type Order, type OrderBy } from './order.ts'

/** What is being done to a version. */
export type Doing = { id: ModelId; what: 'activating' | 'exporting' | 'deleting' }

/** The library's model versions, and what can be done with them. */
export class Models {
  readonly #api: Api
  readonly #save: typeof download
  readonly #loads = new Latest(() => this.#load())
  #list = $state.raw<readonly ModelVersion[] | null>(null)
  #order = $state.raw<Order>({ by: 'made', descending: true })
  #doing = $state.raw<Doing | null>(null)
  #said = $state('')
  #problem = $state<string | null>(null)
  #loadProblem = $state<string | null>(null)
  #inOrder = $derived(ordered(this.#list ?? [], this.#order))

  readonly comparing: Comparing
  /** Where the view was left. */
  scrolled = 0

  /** `save` gives the person a file. */
  constructor(api: Api, save = download) {
    this.#api = api
    this.#save = save
    this.comparing = new Comparing(api, () => this.#list ?? [])
  }

  /** Newest first. Null until the first answer. */
  get list() {
    return this.#list
  }
  get inOrder() {
    return this.#inOrder
  }
  get order() {
    return this.#order
  }
  get doing() {
    return this.#doing
  }
  /** What the last thing done came to, in a sentence; empty where that can be seen. */
  get said() {
    return this.#said
  }
  /** Why the last thing could not be done. */
  get problem() {
    return this.#problem
  }
  /** Why the list could not be read. */
  get loadProblem() {
    return this.#loadProblem
  }

  load(): Promise<void> {
    return this.#loads.ask(undefined)
  }

  orderBy(by: OrderBy): void {
    this.#order = turned(this.#order, by)
  }

  activate(id: ModelId): Promise<void> {
    return this.#do({ id, what: 'activating' }, async () => {
      await this.#api.models.activate({ id })
      await this.load()
    })
  }

  /** Keeps a note. Why it could not be kept, if so. */
  async annotate(id: ModelId, note: string): Promise<string | null> {
    try {
      const version = await this.#api.models.annotate({ id, note })
      this.#list = this.#list?.map((each) => (each.id === id ? version : each)) ?? null
      return null
    } catch (error) {
      return sentence(error)
    }
  }

  /** A version's files as one zip file, for the person to save. */
  export(id: ModelId, format: ExportFormat): Promise<void> {
    return this.#do({ id, what: 'exporting' }, async () => {
      const { files } = await this.#api.models.export({ id, format })
      const name = `${id}-${format}.zip`
      this.#save(name, await archive(files))
      this.#said = `${id} is exported: ${name}.`
    })
  }

  remove(id: ModelId): Promise<void> {
    return this.#do({ id, what: 'deleting' }, async () => {
      await this.#api.models.remove({ id })
      await this.load()
      this.#said = `${id} is deleted.`
    })
  }

  async #do(doing: Doing, work: () => Promise<void>): Promise<void> {
    this.#doing = doing
    this.#said = ''
    this.#problem = null
    try {
      await work()
    } catch (error) {
      this.#problem = sentence(error)
    }
    this.#doing = null
  }

  async #load() {
    try {
      this.#list = await this.#api.models.list()
      this.#loadProblem = null
      this.comparing.refresh()
    } catch (error) {
      this.#loadProblem = sentence(error)
    }
  }
}
