import type { Api } from '../../../../shared/contract/index.ts'
import type { ModelVersion } from '../../../../shared/contract/models.ts'
import type { ModelId } from '../../../../shared/domain.ts'
import { Latest } from '../../lib/latest.ts'
import { sentence } from '../../lib/sentence.ts'

/** The library's model versions, newest first. */
export class Models {
  readonly #api: Api
  readonly #loads = new Latest(() => this.#load())
  #list = $state.raw<readonly ModelVersion[] | null>(null)
  #activating = $state<ModelId | null>(null)
  #problem = $state<string | null>(null)

  constructor(api: Api) {
    this.#api = api
  }

  /** Null until the first answer. */
  get list() {
    return this.#list
  }
  /** The version that is being made active. */
  get activating() {
    return this.#activating
  }
  get problem() {
    return this.#problem
  }

  load(): Promise<void> {
    return this.#loads.ask(undefined)
  }

  async activate(id: ModelId): Promise<void> {
    this.#activating = id
    try {
      await this.#api.models.activate({ id })
      await this.load()
    } catch (error) {
      this.#problem = sentence(error)
    }
    this.#activating = null
  }

  async #load() {
    try {
      this.#list = await this.#api.models.list()
      this.#problem = null
    } catch (error) {
      this.#problem = sentence(error)
    }
  }
}
